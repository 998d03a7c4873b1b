import { expect, test } from 'vitest'
import { groupRequests } from '../../../../lib/conversion/definitions/batches.ts'
import type { PlannedDefinition } from '../../../../lib/conversion/plan.ts'

const definition = (bytes: number): PlannedDefinition => ({
  name: 'A',
  accept: [],
  content: 'x'.repeat(bytes),
  references: [],
  pointer: '#',
  problems: [],
})

test.each([
  { what: 'nothing', groups: [], want: [] },
  { what: 'what fits', groups: [[1], [1], [1]], want: [3] },
  { what: 'too many', groups: [[1], [1], [1], [1]], want: [3, 1] },
  { what: 'a cycle that would be too many', groups: [[1], [1], [1, 1]], want: [2, 2] },
  { what: 'a cycle larger than a request', groups: [[1], [1, 1, 1, 1], [1]], want: [1, 4, 1] },
  { what: 'too many bytes', groups: [[60], [60], [40]], want: [1, 2] },
  { what: 'one of too many bytes', groups: [[1], [500], [1]], want: [1, 1, 1] },
])('$what', ({ groups, want }) => {
  const planned = groups.map(group => group.map(definition))
  expect(groupRequests(planned, { count: 3, bytes: 100 })).toEqual(want)
})

test('bytes are counted, not characters', () => {
  const planned = [1, 2].map(() => [{ ...definition(0), content: '語'.repeat(20) }])
  expect(groupRequests(planned, { count: 3, bytes: 100 })).toEqual([1, 1])
})
