import * as v from 'valibot'

/** What can be switched off, named after the last fixed segment of its routes: `PUT actions` is `PUT …/actions/{name}`. */
const FEATURES = [
  'GET connectors',
  'GET versions',
  'POST versions',
  'PUT versions',
  'DELETE versions',
  'publish',
  'unpublish',
  'GET actions',
  'POST actions',
  'PUT actions',
  'DELETE actions',
  'GET definitions',
  'POST definitions',
  'PUT definitions',
  'DELETE definitions',
  'GET schemas',
] as const
export type Feature = (typeof FEATURES)[number]

const count = v.pipe(v.number(), v.integer(), v.minValue(1))
const rate = v.pipe(v.number(), v.minValue(0), v.maxValue(1))

/** How the platform shall misbehave. Everything is optional; an empty object is a platform in good health. */
export const Faults = v.pipe(
  v.strictObject({
    /** Every answer is held back for so long. */
    latencyMs: v.exactOptional(v.pipe(v.number(), v.minValue(0))),
    /** More requests than this are answered 429 with `Retry-After`; a burst of one second's worth is free. */
    throttle: v.exactOptional(
      v.strictObject({
        requestsPerSecond: v.pipe(v.number(), v.gtValue(0)),
        retryAfterSeconds: v.pipe(v.number(), v.integer(), v.minValue(0)),
      }),
    ),
    /** Every n-th request fails with `failStatus` before anything is done. */
    failEvery: v.exactOptional(count),
    /** The share of requests, 0 to 1, that fails so. */
    failRate: v.exactOptional(rate),
    failStatus: v.exactOptional(v.picklist([500, 502, 503]), 503),
    /** The share of requests, 0 to 1, whose connection is cut before anything is done. */
    resetRate: v.exactOptional(rate),
    /** Every n-th successful write is done, then the connection is cut without an answer. */
    loseAnswerEvery: v.exactOptional(count),
    /** The share of successful writes, 0 to 1, whose answer is lost so. */
    loseAnswerRate: v.exactOptional(rate),
    /** After so many requests the token stops being valid and `nextToken` begins to be. */
    rotateTokenAfter: v.exactOptional(count),
    nextToken: v.exactOptional(v.pipe(v.string(), v.nonEmpty())),
    notImplemented: v.exactOptional(v.array(v.picklist(FEATURES)), []),
    notImplementedStatus: v.exactOptional(v.picklist([404, 405, 501]), 501),
    /** Names of actions that are refused with 400. */
    rejectActions: v.exactOptional(v.array(v.string()), []),
    /** Decides which requests the rates hit. */
    seed: v.exactOptional(v.pipe(v.number(), v.integer()), 1),
  }),
  v.check(
    ({ rotateTokenAfter, nextToken }) => rotateTokenAfter === undefined || nextToken !== undefined,
    'must have nextToken where it has rotateTokenAfter',
  ),
)

/** Faults as they are written. */
export type Faults = v.InferInput<typeof Faults>
/** Faults with their defaults. */
export type FaultSettings = v.InferOutput<typeof Faults>
