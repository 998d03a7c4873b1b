import type { Problem, ProgressState } from './progress-state.ts'
import { duration, timeOfDay } from './units.ts'

/** State of the platform that needs attention: what it is, its cause, and what happens next. */
export type Trouble = {
  readonly what: string
  /** Time for which it has lasted. */
  readonly since?: string
  readonly cause?: string
  readonly next?: string
}

/** Time without a good response after which a problem is shown, in milliseconds: a single failure among responses is not. */
const NO_ANSWER = 1_000
/** Time after which a request without a response is shown, in milliseconds. */
const QUIET = 3_000
/** Age from which on a problem is shown with it, in milliseconds. */
const SHOWN_AGE = 2_000

/** Describes the trouble with the platform; undefined if there is none. */
export function troubleOf(state: ProgressState, now: number): Trouble | undefined {
  const { problem, waiting, answeredAt, inFlight, quietSince } = state
  if (waiting !== undefined && waiting.until > now) {
    const next = `waiting until ${timeOfDay(waiting.until)} (${duration((waiting.until - now) / 1000)})`
    return { what: startingLower(waiting.reason.replace(/\.$/, '')), ...(problem && { cause: causeOf(problem) }), next }
  }
  if (problem !== undefined && (answeredAt === undefined || now - answeredAt >= NO_ANSWER)) {
    const next = nextTry(state, problem, now)
    const age = now - problem.since
    const since = age < SHOWN_AGE ? {} : { since: `for ${duration(age / 1000)}` }
    return { what: describe(problem), ...since, cause: causeOf(problem), ...(next !== undefined && { next }) }
  }
  if (inFlight > 0 && quietSince !== undefined && now - quietSince >= QUIET)
    return { what: 'no response from the platform', since: `for ${duration((now - quietSince) / 1000)}` }
  return undefined
}

const startingLower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

const describe = ({ kind, status, cause }: Problem): string => {
  if (kind === 'token-refused') return 'platform refused the token'
  if (kind === 'throttled') return 'platform limits the rate'
  if (status !== undefined) return 'platform not available'
  return /TIMEOUT|TIMEDOUT/.test(cause) ? 'platform does not respond' : 'platform not reachable'
}

/** Shortens "ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:1". */
const causeOf = ({ cause }: Problem): string => {
  const [, code = '', message = ''] = /^(\w+): (.*)$/s.exec(cause) ?? []
  const at = code === '' ? -1 : message.indexOf(code)
  return at === -1 ? cause : message.slice(at)
}

const nextTry = ({ retries, inFlight }: ProgressState, { kind }: Problem, now: number): string | undefined => {
  const waits = retries.filter(at => at > now)
  if (waits.length > 0) return `next try in ${duration((Math.min(...waits) - now) / 1000)}`
  if (kind === 'token-refused') return 'trying once more with the newest token'
  return inFlight > 0 || retries.length > 0 ? 'trying again now' : undefined
}
