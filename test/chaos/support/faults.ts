import { onTestFinished } from 'vitest'
import type { Stack } from '../../../infra/local/aws/stack.ts'
import type { Faults } from '../../../infra/local/connect-emulator/faults/settings.ts'
import type { Platform } from '../../../infra/local/connect-emulator/platform.ts'
import { createRandom } from '../../bench/generate-document.ts'
import { SECRET_TOKEN, TOKEN_SECRET_ID } from '../../infra/local/importer/support.ts'
import { MIXES, SEED } from './rounds.ts'

const NEXT_TOKEN = `${SECRET_TOKEN}-next`

const alone: [string, Faults][] = [
  ['latency', { latencyMs: 15 }],
  ['throttling with Retry-After', { throttle: { requestsPerSecond: 8, retryAfterSeconds: 1 } }],
  ['every fourth request answered with 503', { failEvery: 4 }],
  ['bursts of 500', { failRate: 0.2, failStatus: 500 }],
  ['a gateway that answers 502 in HTML', { failRate: 0.2, failStatus: 502 }],
  ['every other write done, and its answer lost', { loseAnswerEvery: 2 }],
  ['one in three writes done, and its answer lost', { loseAnswerRate: 0.33 }],
  ['connections cut before anything is done', { resetRate: 0.25 }],
  ['a token that is rotated in the middle', { rotateTokenAfter: 12, nextToken: NEXT_TOKEN, latencyMs: 5 }],
]

/** Faults of every kind together; the seed decides how much of each. */
const mixed = (seed: number): [string, Faults] => {
  const random = createRandom(seed)
  const share = (percent: number): number => random(percent) / 100
  const faults: Faults = {
    latencyMs: random(6),
    throttle: { requestsPerSecond: 30 + random(60), retryAfterSeconds: random(2) },
    failRate: share(15),
    failStatus: ([500, 502, 503] as const)[random(3)] ?? 503,
    loseAnswerRate: share(35),
    resetRate: share(15),
    rotateTokenAfter: 5 + random(20),
    nextToken: NEXT_TOKEN,
    seed,
  }
  return [`all of it, mixed by the seed ${seed}`, faults]
}

/** Each fault alone, and mixes of all; by number, for connectors of their own. */
export const faultCases = [...alone, ...Array.from({ length: MIXES }, (_, i) => mixed(SEED + i))].map(
  ([trouble, faults], number) => ({ trouble, faults, number }),
)

/** Lets a platform misbehave, and the secret follow its token, as whoever rotates that does it. */
export const misbehave = (stack: Stack, platform: Platform, faults: Faults): void => {
  platform.faults = faults
  if (faults.nextToken === undefined) return
  const begin = platform.requests.length
  // The function has fetched the old token once a request has arrived.
  const renewal = setInterval(() => {
    if (platform.requests.length > begin) stack.secrets.set(TOKEN_SECRET_ID, NEXT_TOKEN)
  }, 1)
  onTestFinished(() => {
    clearInterval(renewal)
    platform.setToken(SECRET_TOKEN)
    stack.secrets.set(TOKEN_SECRET_ID, SECRET_TOKEN)
  })
}
