import type { WireOperation } from '@aws/durable-execution-sdk-js'
import { expect, test } from 'vitest'
import { visibleOperations } from '../../../../infra/local/durable/history.ts'

const operation = (Id: string, more: Partial<WireOperation> = {}): WireOperation => ({
  Id,
  Type: 'CONTEXT',
  Status: 'SUCCEEDED',
  StartTimestamp: '2030-01-01T00:00:00.000Z',
  ...more,
})
const inside = (ParentId: string): Partial<WireOperation> => ({ ParentId })

test.each([
  { name: 'a finished context stands for its children', parent: {}, want: ['execution', 'parent'] },
  { name: 'a failed one too', parent: { Status: 'FAILED' as const }, want: ['execution', 'parent'] },
  {
    name: 'a running context has its children, without those of finished ones inside',
    parent: { Status: 'STARTED' as const },
    want: ['execution', 'parent', 'child'],
  },
  {
    name: 'a context that replays its children keeps them',
    parent: { ContextDetails: { ReplayChildren: true } },
    want: ['execution', 'parent', 'child'],
  },
])('$name', ({ parent, want }) => {
  const all = [
    operation('execution', { Type: 'EXECUTION', Status: 'STARTED' }),
    operation('parent', parent),
    operation('child', inside('parent')),
    operation('grandchild', { ...inside('child'), Type: 'STEP' }),
  ]
  const visible = visibleOperations(new Map(all.map(it => [String(it.Id), it])))
  expect(visible.map(it => it.Id)).toEqual(want)
})
