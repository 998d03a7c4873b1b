import * as v from 'valibot'
import { Variants } from './variants.ts'

/** Features that can be turned off, named after the last fixed segment of the route: `PUT actions` is `PUT …/actions/{name}`. */
const FEATURES = [
  'GET connectors',
  'POST connectors',
  'PUT auth-scheme-configs',
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
  'GET triggers',
  'POST triggers',
  'PUT triggers',
  'DELETE triggers',
  'GET definitions',
  'POST definitions',
  'PUT definitions',
  'DELETE definitions',
  'GET schemas',
] as const
export type Feature = (typeof FEATURES)[number]

const count = v.pipe(v.number(), v.integer(), v.minValue(1))
const rate = v.pipe(v.number(), v.minValue(0), v.maxValue(1))

/** Faults of the emulator. All are optional; an empty object means no faults. */
export const Faults = v.pipe(
  v.strictObject({
    /** Delay of every response. */
    latencyMs: v.exactOptional(v.pipe(v.number(), v.minValue(0))),
    /** Requests above this rate get 429 with `Retry-After`. Bursts of up to one second's requests are allowed. */
    throttle: v.exactOptional(
      v.strictObject({
        requestsPerSecond: v.pipe(v.number(), v.gtValue(0)),
        retryAfterSeconds: v.pipe(v.number(), v.integer(), v.minValue(0)),
      }),
    ),
    /** Every n-th request fails with `failStatus` and is not processed. */
    failEvery: v.exactOptional(count),
    /** The share of requests, 0 to 1, that fail with `failStatus`. */
    failRate: v.exactOptional(rate),
    failStatus: v.exactOptional(v.picklist([500, 502, 503]), 503),
    /** The share of requests, 0 to 1, whose connection is cut before they are processed. */
    resetRate: v.exactOptional(rate),
    /** The connection of every n-th successful write is cut without a response. */
    loseAnswerEvery: v.exactOptional(count),
    /** The share of successful writes, 0 to 1, whose response is lost. */
    loseAnswerRate: v.exactOptional(rate),
    /** The number of requests after which only `nextToken` is valid. */
    rotateTokenAfter: v.exactOptional(count),
    nextToken: v.exactOptional(v.pipe(v.string(), v.nonEmpty())),
    notImplemented: v.exactOptional(v.array(v.picklist(FEATURES)), []),
    /** Features that the token has no right to: 403. */
    forbidden: v.exactOptional(v.array(v.picklist(FEATURES))),
    notImplementedStatus: v.exactOptional(v.picklist([404, 405, 501]), 501),
    /** Names of actions that are rejected with 400. */
    rejectActions: v.exactOptional(v.array(v.string()), []),
    /** Names of triggers that are rejected with 400. */
    rejectTriggers: v.exactOptional(v.array(v.string()), []),
    variants: v.exactOptional(Variants, {}),
    /** The seed for the random choice of requests. */
    seed: v.exactOptional(v.pipe(v.number(), v.integer()), 1),
  }),
  v.check(
    ({ rotateTokenAfter, nextToken }) => rotateTokenAfter === undefined || nextToken !== undefined,
    'rotateTokenAfter requires nextToken',
  ),
)

/** Faults as they are configured. */
export type Faults = v.InferInput<typeof Faults>
/** Faults with defaults. */
export type FaultSettings = v.InferOutput<typeof Faults>
