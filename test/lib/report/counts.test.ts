import { expect, test } from 'vitest'
import type { Change } from '../../../lib/reconcile/decide/decision.ts'
import { countChanges } from '../../../lib/report/counts.ts'
import type { Counts, Status } from '../../../lib/report/report.ts'

const NONE = { created: 0, updated: 0, unchanged: 0, removed: 0, kept: 0, failed: 0, skipped: 0 }

const cases: [Change, Status, keyof Counts][] = [
  ['create', 'done', 'created'],
  ['create', 'planned', 'created'],
  ['create', 'failed', 'failed'],
  ['update', 'done', 'updated'],
  ['update', 'failed', 'failed'],
  ['unchanged', 'done', 'unchanged'],
  ['remove', 'done', 'removed'],
  ['keep', 'skipped', 'kept'],
  ['skip', 'skipped', 'skipped'],
]

test.each(cases)('%s that is %s counts as %s', (change, status, want) => {
  expect(countChanges([{ change, status }])).toEqual({ ...NONE, [want]: 1 })
})

test('the sum of the counts is the number of items', () => {
  const counts = countChanges(cases.map(([change, status]) => ({ change, status })))
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(cases.length)
})
