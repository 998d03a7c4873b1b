import { expect, test } from 'vitest'
import { createTally, phaseOf, phaseSizes } from '../../../lib/import/progress.ts'
import type { Decision } from '../../../lib/reconcile/decide/decision.ts'

test.each([
  ['target', 'read'],
  ['connector', 'connector'],
  ['connector-plan', 'plan'],
  ['connector-create-again-2', 'connector'],
  ['plan', 'plan'],
  ['compare', 'compare'],
  ['compare-12', 'compare'],
  ['auth-schemes', 'connector'],
  ['fresh-name', 'compare'],
  ['fresh-plan-3', 'compare'],
  ['definitions', 'definitions'],
  ['definitions-2-again-1', 'definitions'],
  ['actions-50', 'actions'],
  ['fresh-actions-50', 'actions'],
  ['triggers-0', 'triggers'],
  ['removals-25', 'removals'],
  ['ledger', 'report'],
  ['publish', 'report'],
])('the step %s belongs to the phase %s', (step, phase) => {
  expect(phaseOf(step)).toBe(phase)
})

const decisions = (...changes: readonly Decision['change'][]): Decision[] => changes.map(change => ({ change }))

test('the size of a phase has its items, and those that need a request', () => {
  const removal = (change: 'remove' | 'keep') => ({ name: change, id: change, change, reason: '' })
  expect(
    phaseSizes({
      definitions: decisions('create', 'unchanged'),
      actions: decisions('create', 'update', 'keep', 'skip', 'unchanged'),
      triggers: [],
      removals: {
        actions: [removal('remove'), removal('keep')],
        triggers: [],
        definitions: [[removal('remove'), removal('remove')]],
        keptDefinitions: [removal('keep')],
      },
    }),
  ).toEqual({
    definitions: { items: 2, writes: 1 },
    actions: { items: 5, writes: 2 },
    triggers: { items: 0, writes: 0 },
    removals: { items: 5, writes: 3 },
  })
})

/** Creates a tally and returns the numbers of items that it has reported. */
const open = () => {
  const items: number[] = []
  const tally = createTally(event => {
    if (event.kind === 'settled') items.push(event.items)
  })
  return { tally, items }
}

test('items of a running step count once, also after the step has ended', () => {
  const { tally, items } = open()
  const step = tally.begin('actions')
  step.count(1)
  step.count(1, 1)
  step.ended()
  tally.add('actions', 2)
  tally.begin('actions').count(1)
  expect(items).toEqual([1, 2, 2, 3])
})

test('items of a step that is interrupted no longer count', () => {
  const { tally, items } = open()
  const step = tally.begin('actions')
  step.count(5)
  step.ended()
  tally.begin('actions').count(1)
  expect(items).toEqual([5, 1])
})

test('items of nested steps count once when their map ends, and also in a replay without them', () => {
  const { tally, items } = open()
  tally.add('actions', 2, true)
  tally.add('actions', 3, true)
  tally.settle('actions', 5)
  tally.settle('actions', 4)
  expect(items).toEqual([2, 5, 5, 9])
})

test('another plan starts again', () => {
  const { tally, items } = open()
  tally.add('actions', 2)
  tally.restart()
  tally.add('actions', 1)
  expect(items).toEqual([2, 1])
})
