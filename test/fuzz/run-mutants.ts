import { Worker } from 'node:worker_threads'
import type { WorkerAnswer, WorkerData } from './worker.ts'

export type Failure = { readonly index: number; readonly faults: readonly string[] }

export type Campaign = WorkerData & {
  readonly mutants: number
  readonly workers: number
  /** How much CPU time one mutant may take, in milliseconds. */
  readonly patience: number
  readonly onFailure?: (failure: Failure) => void
  readonly onDone?: (done: number) => void
}

const WORKER = new URL('./worker.ts', import.meta.url)
/** A worker reads and parses every document before its first mutant. */
const START_PATIENCE = 60_000
/** A mutant hangs after so many times its patience: a busy machine gives a thread only a part of the time. */
const HANGS_AFTER = 12

/** Checks mutants side by side in threads; one that hangs is a failure, and its thread is replaced. */
export const runMutants = async (campaign: Campaign): Promise<Failure[]> => {
  const failures: Failure[] = []
  let next = 0
  let done = 0
  const settle = (index: number, faults: readonly string[]): void => {
    done++
    if (faults.length > 0) {
      failures.push({ index, faults })
      campaign.onFailure?.({ index, faults })
    }
    campaign.onDone?.(done)
  }
  const thread = async (): Promise<void> => {
    while (next < campaign.mutants) {
      const { hung } = await useWorker(campaign, () => (next < campaign.mutants ? next++ : undefined), settle)
      if (hung !== undefined) settle(hung.index, [hung.why])
    }
  }
  await Promise.all(Array.from({ length: campaign.workers }, thread))
  return failures.sort((a, b) => a.index - b.index)
}

type Ended = { readonly hung?: { readonly index: number; readonly why: string } }

/** Feeds one worker until there is nothing left, or until it hangs or dies over a mutant. */
const useWorker = async (
  { seed, real, patience }: Campaign,
  take: () => number | undefined,
  settle: (index: number, faults: readonly string[]) => void,
): Promise<Ended> => {
  const worker = new Worker(WORKER, { workerData: { seed, real } satisfies WorkerData })
  const { promise, resolve, reject } = Promise.withResolvers<Ended>()
  let current: number | undefined
  let timer: NodeJS.Timeout | undefined
  const give = (why: string): void => {
    if (current === undefined) reject(new Error(`A worker did not start: ${why}`))
    else resolve({ hung: { index: current, why } })
  }
  const slow = `it takes more than ${patience} ms`
  const wait = (milliseconds: number, why: string): void => {
    clearTimeout(timer)
    timer = setTimeout(() => give(why), milliseconds)
  }
  wait(START_PATIENCE, `it takes more than ${START_PATIENCE} ms`)
  worker.on('error', error => give(`it ends the thread: ${error instanceof Error ? error.message : String(error)}`))
  worker.on('message', (answer: WorkerAnswer) => {
    if (answer !== 'ready')
      settle(answer.index, answer.milliseconds > patience ? [...answer.faults, slow] : answer.faults)
    current = take()
    if (current === undefined) return resolve({})
    wait(patience * HANGS_AFTER, slow)
    worker.postMessage(current)
  })
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
