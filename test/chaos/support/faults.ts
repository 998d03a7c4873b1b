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
  ['a 503 for every fourth request', { failEvery: 4 }],
  ['a 500 for one request in five', { failRate: 0.2, failStatus: 500 }],
  ['a 502 in HTML for one request in five', { failRate: 0.2, failStatus: 502 }],
  ['a lost response to every other write', { loseAnswerEvery: 2 }],
  ['a lost response to one in three writes', { loseAnswerRate: 0.33 }],
  ['connections that are cut before the request is processed', { resetRate: 0.25 }],
  ['a token that changes during the import', { rotateTokenAfter: 12, nextToken: NEXT_TOKEN, latencyMs: 5 }],
]

/** Combines all faults; the seed decides how much of each. */
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
  return [`all faults together with seed ${seed}`, faults]
}

/** Each fault alone, and mixes of all. The number makes the connector's name unique. */
export const faultCases = [...alone, ...Array.from({ length: MIXES }, (_, i) => mixed(SEED + i))].map(
  ([trouble, faults], number) => ({ trouble, faults, number }),
)

/** Turns on faults. When the faults rotate the token, the secret gets the new token, too. */
export function misbehave(stack: Stack, platform: Platform, faults: Faults): void {
  platform.faults = faults
  if (faults.nextToken === undefined) return
  const begin = platform.requests.length
  // The function has read the old token by the time of its first request.
  const renewal = setInterval(() => {
    if (platform.requests.length > begin) stack.secrets.set(TOKEN_SECRET_ID, NEXT_TOKEN)
  }, 1)
  onTestFinished(() => {
    clearInterval(renewal)
    platform.setToken(SECRET_TOKEN)
    stack.secrets.set(TOKEN_SECRET_ID, SECRET_TOKEN)
  })
}
