import { expect, test } from 'vitest'
import { troubleText } from '../../../../../infra/local/cli/live/progress-text.ts'
import { troubleOf } from '../../../../../infra/local/cli/live/trouble.ts'
import { timeOfDay } from '../../../../../infra/local/cli/live/units.ts'
import type { ProgressEvent } from '../../../../../lib/import/progress.ts'
import { START, stateAfter, type Timed } from './support.ts'

const SENT: ProgressEvent = { kind: 'sent', perSecond: 20 }
const ANSWERED: ProgressEvent = { kind: 'answered' }
const FAILED: ProgressEvent = { kind: 'failed', cause: 'status 502', status: 502 }
const retry = (seconds: number): ProgressEvent => ({ kind: 'retry', at: START + seconds * 1000 })
const HOUR = START + 3_600_000

test.each<[string, readonly Timed[], number, string | undefined]>([
  ['nothing is sent', [], 60, undefined],
  ['a request without a response for a moment', [[0, SENT]], 2, undefined],
  ['a request without a response', [[0, SENT]], 7, 'no response from the platform for 7 s'],
  [
    'time between two requests',
    [
      [0, SENT],
      [1, ANSWERED],
    ],
    60,
    undefined,
  ],
  [
    'a request after a pause',
    [
      [0, SENT],
      [1, ANSWERED],
      [60, SENT],
    ],
    61,
    undefined,
  ],
  [
    'one failure among responses',
    [
      [0, SENT],
      [0, SENT],
      [0.5, ANSWERED],
      [0.9, FAILED],
      [0.9, retry(1)],
    ],
    1,
    undefined,
  ],
  [
    'failures without responses',
    [
      [0, SENT],
      [0, SENT],
      [0.5, ANSWERED],
      [0.9, FAILED],
      [0.9, retry(5)],
    ],
    2,
    'platform not available (status 502); next try in 3 s',
  ],
  [
    'a response after failures',
    [
      [0, SENT],
      [0, FAILED],
      [0, retry(1)],
      [1, SENT],
      [1, ANSWERED],
    ],
    9,
    undefined,
  ],
  [
    'the earliest of several tries',
    [
      [0, SENT],
      [0, SENT],
      [0, FAILED],
      [0, retry(9)],
      [0, FAILED],
      [0, retry(4)],
    ],
    1,
    'platform not available (status 502); next try in 3 s',
  ],
  [
    'a try that is running',
    [
      [0, SENT],
      [0, FAILED],
      [0, retry(1)],
      [1, SENT],
    ],
    1.5,
    'platform not available (status 502); trying again now',
  ],
  [
    'a wait of an hour',
    [
      [0, SENT],
      [0, FAILED],
      [0, { kind: 'waiting', until: HOUR, reason: 'The platform is unavailable.' }],
    ],
    60,
    `the platform is unavailable (status 502); waiting until ${timeOfDay(HOUR)} (59 min)`,
  ],
  [
    'a wait for another import',
    [[0, { kind: 'waiting', until: START + 40_000, reason: 'Import imp-1 writes to the same target.' }]],
    10,
    `import imp-1 writes to the same target; waiting until ${timeOfDay(START + 40_000)} (30 s)`,
  ],
  [
    'the end of a wait',
    [
      [0, { kind: 'waiting', until: START + 40_000, reason: 'The platform is unavailable.' }],
      [40, SENT],
    ],
    40,
    undefined,
  ],
])('%s', (_, events, seconds, want) => {
  const trouble = troubleOf(stateAfter(events), START + seconds * 1000)
  expect(trouble && troubleText(trouble)).toBe(want)
})
