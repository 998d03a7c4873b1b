import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import {
  interruptedLines,
  plainLine,
  progressLines,
  type TextOptions,
} from '../../../../../infra/local/cli/live/progress-text.ts'
import type { ProgressEvent } from '../../../../../lib/import/progress.ts'
import { START, settled, stateAfter, steadily, type Timed } from './support.ts'

const phase = (
  name: 'read' | 'plan' | 'compare' | 'definitions' | 'actions' | 'removals' | 'report',
): ProgressEvent => ({
  kind: 'phase',
  phase: name,
})
const failed = (cause: string, status?: number): ProgressEvent => ({
  kind: 'failed',
  cause,
  ...(status !== undefined && { status }),
})
const retry = (seconds: number): ProgressEvent => ({ kind: 'retry', at: START + seconds * 1000 })
const SENT: ProgressEvent = { kind: 'sent', perSecond: 20 }
const SIZES = {
  kind: 'sizes',
  sizes: {
    definitions: { items: 1_200, writes: 1_200 },
    actions: { items: 3_400, writes: 3_400 },
    triggers: { items: 0, writes: 0 },
    removals: { items: 12, writes: 12 },
  },
} as const satisfies ProgressEvent
const READ: Timed[] = [
  [0, phase('read')],
  [1, phase('plan')],
  [2, phase('compare')],
  [2.5, { kind: 'settled', phase: 'compare', items: 250, added: 250, written: 0 }],
]
const WRITING: Timed[] = [
  ...READ,
  [3, SIZES],
  [3, SENT],
  [3, { kind: 'answered' }],
  [3, phase('definitions')],
  ...steadily('definitions', { from: 3, count: 300, perSecond: 30 }),
]
const DOWN: Timed[] = [
  [0, phase('read')],
  [0, SENT],
  [0, failed('ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:4010')],
  [0, retry(12)],
]

/** Events, seconds, changes of the options, and the lines at 100 and at 40 columns. */
const VIEWS: readonly [string, readonly Timed[], number, Partial<TextOptions>, readonly string[], readonly string[]][] =
  [
    [
      'a first phase',
      [[0, phase('read')]],
      1,
      {},
      ['read', 'next: plan · compare · definitions · actions · triggers · report'],
      ['read', 'next: plan · compare · definitions · a…'],
    ],
    [
      'a dry run',
      READ,
      3,
      { dryRun: true },
      ['compare 250', 'done: read · plan', 'next: report'],
      ['compare 250', 'done: read · plan', 'next: report'],
    ],
    [
      'writing',
      WRITING,
      13,
      {},
      [
        '█████░░░░░░░░░░░░░░░ definitions 300/1,200 · 30/s · at least 3 min left',
        'done: read · plan · compare 250',
        'next: actions 0/3,400 · removals 0/12 · report',
      ],
      [
        'definitions 300/1,200 · 30/s',
        'at least 3 min left',
        'done: read · plan · compare 250',
        'next: actions 0/3,400 · removals 0/12…',
      ],
    ],
    [
      'ASCII',
      WRITING,
      13,
      { ascii: true },
      [
        '#####--------------- definitions 300/1,200 | 30/s | at least 3 min left',
        'done: read | plan | compare 250',
        'next: actions 0/3,400 | removals 0/12 | report',
      ],
      [
        'definitions 300/1,200 | 30/s',
        'at least 3 min left',
        'done: read | plan | compare 250',
        'next: actions 0/3,400 | removals 0/1...',
      ],
    ],
    [
      'an interrupted import',
      WRITING,
      13,
      { stopping: true },
      [
        'stopping · █████░░░░░░░░░░░░░░░ definitions 300/1,200 · 30/s',
        'done: read · plan · compare 250',
        'next: report',
      ],
      ['stopping · definitions 300/1,200 · 30/s', 'done: read · plan · compare 250', 'next: report'],
    ],
    [
      'a platform that is down',
      DOWN,
      0,
      {},
      [
        'read · 1 retried',
        'platform not reachable (ECONNREFUSED 127.0.0.1:4010); next try in 12 s',
        'next: plan · compare · definitions · actions · triggers · report',
      ],
      [
        'read · 1 retried',
        'platform not reachable',
        '(ECONNREFUSED 127.0.0.1:4010);',
        'next try in 12 s',
        'next: plan · compare · definitions · a…',
      ],
    ],
    [
      'a cause that is too wide',
      [
        [0, phase('read')],
        [0, SENT],
        [0, failed(`サーバー${'エ'.repeat(60)}`)],
      ],
      0,
      {},
      [
        'read',
        'platform not reachable',
        `(サーバー${'エ'.repeat(44)}…`,
        'next: plan · compare · definitions · actions · triggers · report',
      ],
      ['read', 'platform not reachable', `(サーバー${'エ'.repeat(14)}…`, 'next: plan · compare · definitions · a…'],
    ],
  ]

const textOf = (lines: ReturnType<typeof progressLines>): string[] =>
  lines.map(line => line.map(({ text }) => text).join(''))

test.each(VIEWS)('shows %s at 100 and at 40 columns', (_, events, seconds, options, wide, narrow) => {
  const given = { ascii: false, dryRun: false, stopping: false, now: START + seconds * 1000, ...options }
  const state = stateAfter(events)
  for (const [width, want] of [
    [100, wide],
    [40, narrow],
  ] as const) {
    const lines = textOf(progressLines(state, { ...given, width }))
    expect(lines).toEqual(want)
    for (const line of lines) expect(stringWidth(line)).toBeLessThan(width)
  }
})

test('the lines fit into every width', () => {
  for (const [, events, seconds, options] of VIEWS)
    for (let width = 4; width < 130; width++) {
      const given = { ascii: false, dryRun: false, stopping: false, now: START + seconds * 1000, ...options, width }
      for (const line of textOf(progressLines(stateAfter(events), given))) expect(stringWidth(line)).toBeLessThan(width)
    }
})

/** Events, seconds, and the line of a log. */
const LINES: readonly [string, readonly Timed[], number, string][] = [
  ['no phase', [], 0, 'starting'],
  ['a phase without items', [[0, phase('plan')]], 8, 'plan | 8 s'],
  ['a phase with items', WRITING, 13, 'definitions 300/1,200 | 30/s | at least 3 min left'],
  ['the last phase', [...WRITING, [200, phase('report')]], 200, 'report'],
  ['the report after an outage', [...DOWN, [70, phase('report')]], 70, 'report | 1 retried'],
  [
    'a platform that is down for long',
    [...DOWN, [70, failed('ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:4010')], [70, retry(74)]],
    70,
    'read | 1 min | 2 retried | platform not reachable for 1 min (ECONNREFUSED 127.0.0.1:4010); next try in 4 s',
  ],
  [
    'throttling',
    [
      [0, phase('compare')],
      [0, SENT],
      [0, { kind: 'throttled' }],
      [0, retry(30)],
    ],
    1,
    'compare | 1 retried | 1 throttled | platform limits the rate (status 429); next try in 29 s',
  ],
]

test('does not call items that are kept removals', () => {
  const kept: ProgressEvent = { kind: 'sizes', sizes: { ...SIZES.sizes, removals: { items: 12, writes: 0 } } }
  const line = plainLine(stateAfter([...READ, [3, kept], [3, phase('removals')]]), {
    now: START + 3000,
    dryRun: false,
    stopping: false,
  })
  expect(line).toBe('kept 0/12')
})

test.each(LINES)('writes %s as one line', (_, events, seconds, want) => {
  const line = plainLine(stateAfter(events), { now: START + seconds * 1000, dryRun: false, stopping: false })
  expect(line).toBe(want)
})

test.each<[string, readonly Timed[], readonly string[]]>([
  ['before the comparison', READ, ['Nothing is written yet.']],
  [
    'before the first item',
    [...READ, [3, SIZES]],
    ['Done so far: nothing.', 'Not done: 1,200 definitions, 3,400 actions, 12 removals.'],
  ],
  [
    'between two items',
    [...WRITING, [20, settled('definitions', 1_200)], [20, phase('actions')], [21, settled('actions', 7)]],
    ['Done so far: 1,200 of 1,200 definitions, 7 of 3,400 actions.', 'Not done: 3,393 actions, 12 removals.'],
  ],
])('describes an interrupted import %s', (_, events, want) => {
  expect(interruptedLines(stateAfter(events))).toEqual(want)
})
