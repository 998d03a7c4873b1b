/** Settings that a night depends on. */
export type Deployment = {
  /** Requests per second to the platform, of all imports. */
  readonly perSecond: number
  /** Imports that run at the same time, at most. */
  readonly concurrency: number
  /** Time over which the starts are spread. */
  readonly spreadSeconds: number
}

/** Part of an import that takes time, alone in the deployment. */
export type Job = { readonly ownSeconds: number; readonly requests: number }

/** Times in seconds, from the schedule's time on. */
export type Queue = {
  /** End of the last import. */
  readonly seconds: number
  /** Time of all imports together: waiting for the pace is paid like work. */
  readonly runSeconds: number
  readonly peakConcurrency: number
  /** Invocations that are repeated, because no further one may run at that time. */
  readonly throttled: number
}

const STEP = 0.1
/** Lambda repeats a throttled invocation after a second, then twice as long each time, up to five minutes. */
const LONGEST_RETRY = 300
/** Starts per second of the schedule, and the time of an invocation that only begins the delay of its import. */
const STARTS_PER_SECOND = 70
const DELAYING: Job = { ownSeconds: 0.3, requests: 0 }
/** Spreads delays evenly, for any number of jobs: multiples of the golden ratio. */
const GOLDEN = 0.618034

/** Invocation of an import: the first one, which only begins its delay, or the second one. */
type Invocation = { readonly part: Job; readonly next: { readonly job: Job; readonly delay: number } | undefined }
type Waiting = Invocation & { readonly tries: number }
type Running = Invocation & { own: number; requests: number }

/**
 * Computes when the imports of a night run. Each waits for its delay, then starts as soon as an attempt finds room. It works
 * for its own seconds, then sends its requests, at an equal share of the rate of all.
 */
export function runQueue(jobs: readonly Job[], { perSecond, concurrency, spreadSeconds }: Deployment): Queue {
  let running: Running[] = []
  let [waiting, steps, runSteps, peakConcurrency, throttled] = [0, 0, 0, 0, 0]
  /** Invocations by the step of their next attempt. */
  const attempts = new Map<number, Waiting[]>()
  const wait = (seconds: number, invocation: Waiting): void => {
    const step = steps + Math.max(1, Math.ceil(seconds / STEP))
    attempts.set(step, [...(attempts.get(step) ?? []), invocation])
    waiting += 1
  }
  for (const [i, job] of jobs.entries()) {
    const next = { job, delay: ((i * GOLDEN) % 1) * spreadSeconds }
    wait(i / STARTS_PER_SECOND, { part: DELAYING, next, tries: 0 })
  }
  while (waiting > 0 || running.length > 0) {
    const due = attempts.get(steps) ?? []
    attempts.delete(steps)
    waiting -= due.length
    for (const each of due) {
      if (running.length < concurrency)
        running.push({ ...each, own: each.part.ownSeconds, requests: each.part.requests })
      else {
        throttled += 1
        wait(Math.min(2 ** each.tries, LONGEST_RETRY), { ...each, tries: each.tries + 1 })
      }
    }
    peakConcurrency = Math.max(peakConcurrency, running.length)
    runSteps += running.length
    const sending = running.filter(({ own }) => own <= 0).length
    for (const each of running) {
      if (each.own > 0) each.own -= STEP
      else each.requests -= (perSecond * STEP) / sending
    }
    // A rounding error must not cost a step.
    const isOver = ({ own, requests }: Running): boolean => own <= 0 && requests <= 1e-6
    for (const { next } of running.filter(isOver))
      if (next !== undefined) wait(next.delay, { part: next.job, next: undefined, tries: 0 })
    running = running.filter(each => !isOver(each))
    steps += 1
  }
  return { seconds: steps * STEP, runSeconds: runSteps * STEP, peakConcurrency, throttled }
}
