/**
 * Request rate of one token on one platform, which all running imports share. Requests have numbers: number `servedTo` may
 * be sent `at` this time (epoch ms), and each further one `1 / perSecond` later.
 */
export type Budget = {
  /** Number of leases so far. */
  readonly leases: number
  /** Number of leased requests so far, which is the number of the next one. */
  readonly leased: number
  readonly servedTo: number
  readonly at: number
  readonly perSecond: number
  /** Growth of the rate per second without refusals: none until the first limit, then fast, then slower after each refusal. */
  readonly growth: number
  /** Start of the window in which responses are counted (epoch ms). */
  readonly since: number
  readonly accepted: number
  readonly refused: number
}

/** Numbers of the requests that one import may send: `size`, from `first`. */
export type Lease = {
  readonly first: number
  readonly size: number
  /** `leases` of the budget after it. */
  readonly number: number
  readonly perSecond: number
  /** Number of imports that use the budget now. */
  readonly running: number
  /** True if no other import had leased requests that are still to be sent. */
  readonly isFirst: boolean
}

export type LeaseRequest = {
  readonly previous: Lease | undefined
  /** Number of requests that the import can use. */
  readonly wanted: number
  /** Responses since the previous lease, and the highest rate at which their requests were sent. */
  readonly accepted: number
  readonly refused: number
  readonly sentPerSecond: number
  /** The rate that the import has learned if it runs alone. */
  readonly own: number | undefined
}

const SECOND = 1000
/** Length of a lease at the import's share of the rate, in seconds. */
const LEASE_SECONDS = 4
/** Maximum number of leases per second, of all imports, if there is much to send. */
const MAX_LEASES = 8
/** Growth per second, slower after each refusal: a limit measured in a burst can be too low for steady requests. */
const UNLIMITED = 1
const SEARCHING = 2
const SETTLING = 1.02
const PROBING = 1.005
const FASTER = 0.001
/** Shortest window in milliseconds, and its fewest responses. */
const WINDOW = 3 * SECOND
const WINDOW_RESPONSES = 20
/** Many refusals: at least this number, and more than this share of the accepted requests. */
const MANY = 4
const MANY_SHARE = 0.2
/** After many refusals: the new rate, as a share of the recently accepted rate. After few: beyond the refused share. */
const BELOW_ACCEPTED = 0.95
const EASED = 0.98
/** Lowest new rate, as a share of the rate, so that one window of refusals does not stop all imports. */
const MIN_CUT = 0.05
/** Longest time in seconds that the rate grows for at the end of a window. */
const MAX_GROWTH_SECONDS = 20
/** Time in milliseconds without leases after which a learned limit is forgotten. */
const FORGOTTEN = 60 * SECOND

/** Returns the time (epoch ms) at which the request with this number may be sent. */
export function timeOf({ servedTo, at, perSecond }: Budget, number: number): number {
  return at + ((number - servedTo) / perSecond) * SECOND
}

/** Leases requests to one import. Every import waits in the same queue for an equal share. @param now epoch ms */
export function lease(
  stored: Budget | undefined,
  request: LeaseRequest,
  { now, maxPerSecond }: { readonly now: number; readonly maxPerSecond: number },
): { readonly budget: Budget; readonly lease: Lease } {
  const known = resume(stored, now, maxPerSecond)
  const learned = learn(count(known, request), request.own, now)
  const perSecond = Math.min(maxPerSecond, learned.perSecond)
  const { leased, leases } = known
  const { previous } = request
  // Between two leases of an import, each other running import takes one.
  const others = previous === undefined ? undefined : leases - previous.number
  const isFirst = timeOf(known, leased) <= now || (others === 0 && previous?.isFirst === true)
  const running = others === undefined ? (isFirst ? 1 : 2) : others + 1
  const share = (perSecond * LEASE_SECONDS) / running
  const size =
    previous === undefined
      ? 1
      : Math.max(1, Math.floor(Math.min(Math.max(share, perSecond / MAX_LEASES), request.wanted)))
  // The first request of an import is sent before its first lease, and takes the place before it.
  const first = previous === undefined ? leased + 1 : leased
  // Requests that are leased already wait shorter or longer if the rate changes.
  const served = known.servedTo + (Math.max(0, now - known.at) / SECOND) * known.perSecond
  const moved = perSecond === known.perSecond ? {} : { servedTo: served, at: Math.max(known.at, now) }
  return {
    budget: { ...learned, ...moved, perSecond, leases: leases + 1, leased: first + size },
    lease: { first, size, number: leases + 1, perSecond, running, isFirst },
  }
}

/** Returns the budget without the requests of the newest lease that were not sent. @param unused number of the first of them */
export function giveBack(budget: Budget, unused: number, now: number): Budget {
  const served = Math.ceil(budget.servedTo + (Math.max(0, now - budget.at) / SECOND) * budget.perSecond)
  return { ...budget, leased: Math.min(budget.leased, Math.max(unused, served)) }
}

/** Returns the budget without the time in which no request was leased: it is not made up for. */
const resume = (stored: Budget | undefined, now: number, perSecond: number): Budget => {
  if (stored === undefined || timeOf(stored, stored.leased) < now - FORGOTTEN) {
    const { leases = 0, leased = 0 } = stored ?? {}
    return {
      leases,
      leased,
      servedTo: leased,
      at: now,
      perSecond,
      growth: UNLIMITED,
      since: now,
      accepted: 0,
      refused: 0,
    }
  }
  return timeOf(stored, stored.leased) < now ? { ...stored, servedTo: stored.leased, at: now } : stored
}

/** Counts responses. Those to requests at a much higher rate are ignored. */
const count = (budget: Budget, { sentPerSecond, accepted, refused }: LeaseRequest): Budget => {
  if (sentPerSecond > 1.5 * budget.perSecond) return budget
  return { ...budget, accepted: budget.accepted + accepted, refused: budget.refused + refused }
}

/** Returns the growth after refusals. */
const slower = (growth: number): number => {
  if (growth === UNLIMITED) return SEARCHING
  return growth === SEARCHING ? SETTLING : PROBING
}

/** Returns the growth after a window without refusals, since the rate may be far too low. */
const faster = (growth: number): number => (growth === UNLIMITED ? UNLIMITED : Math.min(growth + FASTER, SETTLING))

/** Adapts the rate to the responses of the window, if it ends. */
const learn = (budget: Budget, own: number | undefined, now: number): Budget => {
  const { perSecond, growth, since, accepted, refused } = budget
  const age = now - since
  const seconds = Math.max(age, SECOND) / SECOND
  const responses = accepted + refused
  const restart = (rate: number, next: number): Budget => {
    return { ...budget, perSecond: rate, growth: next, since: now, accepted: 0, refused: 0 }
  }
  if (own !== undefined) return restart(own, own < perSecond ? PROBING : growth)
  if (refused >= MANY && refused > accepted * MANY_SHARE) {
    if (growth !== UNLIMITED && age < (growth === SEARCHING ? SECOND : WINDOW)) return budget
    // The first estimate is too low if old requests were refused, the second one if few requests were sent.
    const limit = Math.max((perSecond * accepted) / responses, accepted / seconds, perSecond * MIN_CUT)
    return restart(Math.min(perSecond, BELOW_ACCEPTED * limit), slower(growth))
  }
  const [milliseconds, enough] =
    growth === SEARCHING
      ? [SECOND, Math.max(MANY, Math.min(WINDOW_RESPONSES, perSecond / 2))]
      : [WINDOW, WINDOW_RESPONSES]
  if (age < milliseconds || responses < enough) return budget
  if (refused > 0) return restart((perSecond * EASED * accepted) / responses, slower(growth))
  if (growth === SEARCHING) return restart(perSecond * SEARCHING, SEARCHING)
  return restart(perSecond * growth ** Math.min(seconds, MAX_GROWTH_SECONDS), faster(growth))
}
