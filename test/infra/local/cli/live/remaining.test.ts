import { expect, test } from 'vitest'
import { remainingTime } from '../../../../../infra/local/cli/live/remaining.ts'
import type { ProgressEvent } from '../../../../../lib/import/progress.ts'
import { START, settled, stateAfter, steadily, type Timed } from './support.ts'

const begin = (phase: 'definitions' | 'actions' | 'triggers'): ProgressEvent => ({ kind: 'phase', phase })
const SENT: ProgressEvent = { kind: 'sent', perSecond: 20 }
const sizes = (definitions: number, actions: number, writes = actions): Timed => [
  0,
  {
    kind: 'sizes',
    sizes: { definitions: { items: definitions, writes: definitions }, actions: { items: actions, writes } },
  },
]
const first10 = steadily('actions', { from: 0, count: 100, perSecond: 10 })

test.each<[string, readonly Timed[], number, unknown]>([
  ['no phase', [], 5, undefined],
  ['no rate yet', [sizes(0, 300), [0, begin('actions')], [0.1, settled('actions', 1)]], 1, undefined],
  ['no sizes', [[0, begin('actions')], ...first10], 10, undefined],
  ['the last phase', [sizes(0, 300), [0, begin('actions')], ...first10], 10, { seconds: 20, isLeast: false }],
  [
    'a later phase is at best as fast as the limit of requests',
    [
      sizes(200, 300),
      [0, SENT],
      [0, begin('definitions')],
      ...steadily('definitions', { from: 0, count: 100, perSecond: 10 }),
    ],
    10,
    { seconds: 10 + 15, isLeast: true },
  ],
  [
    'a later phase without a known limit',
    [sizes(200, 300), [0, begin('definitions')], ...steadily('definitions', { from: 0, count: 100, perSecond: 10 })],
    10,
    undefined,
  ],
  [
    'unchanged items need no time',
    [
      sizes(0, 10_000, 60),
      [0, begin('actions')],
      [0.1, { kind: 'settled', phase: 'actions', items: 9_000, added: 9_000, written: 0 }],
      ...Array.from({ length: 40 }, (_, i): Timed => [i / 4, settled('actions', 9_001 + i)]),
    ],
    10,
    { seconds: 5, isLeast: false },
  ],
  [
    'an earlier process has written an unknown number of items',
    [
      sizes(0, 10_000, 60),
      [0, begin('actions')],
      [0.1, { kind: 'settled', phase: 'actions', items: 9_000, added: 0, written: 0 }],
      ...Array.from({ length: 40 }, (_, i): Timed => [i / 4, settled('actions', 9_001 + i)]),
    ],
    10,
    undefined,
  ],
  ['everything is done', [sizes(0, 100), [0, begin('actions')], ...first10], 10, undefined],
  ['nothing has finished for long', [sizes(0, 300), [0, begin('actions')], ...first10], 30, undefined],
  [
    'the import waits',
    [sizes(0, 300), [0, begin('actions')], ...first10, [10, { kind: 'waiting', until: START + 60_000, reason: '' }]],
    10,
    undefined,
  ],
])('%s', (_, events, seconds, want) => {
  const found = remainingTime(stateAfter(events), START + seconds * 1000)
  const rounded = found && { ...found, seconds: Math.round(found.seconds) }
  expect(rounded).toEqual(want)
})
