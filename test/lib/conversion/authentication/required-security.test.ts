import { expect, test } from 'vitest'
import { makePlan } from '../../../../lib/conversion/make-plan.ts'

const planned = (root: unknown, own: unknown) => {
  const get = { operationId: 'get', responses: { '204': { description: 'Done.' } }, security: own }
  const paths = { '/a': { get } }
  const result = makePlan(new Map([['', { openapi: '3.1.0', info: { title: 'A' }, security: root, paths }]]), '')
  if (!result.ok) throw new Error(result.problem.message)
  return result.plan.actions[0]
}

const KEY = [{ key: [] }]

test.for([
  { name: 'that of the document', root: KEY, own: undefined, want: ['key'] },
  { name: 'its own', root: KEY, own: [{ login: [] }], want: ['login'] },
  { name: 'in another order', root: [], own: [{ b: ['y', 'x'], a: [] }, { a: [] }], want: ['a', 'a and b (x, y)'] },
  {
    name: 'each once',
    root: [],
    own: [
      { a: [], b: [] },
      { b: [], a: [] },
    ],
    want: ['a and b'],
  },
  { name: 'none as an alternative', root: KEY, own: [{ key: [] }, {}], want: ['', 'key'] },
  { name: 'a malformed one', root: KEY, own: { key: [] }, want: ['key'] },
  { name: 'malformed parts', root: [], own: ['key', { key: 'read' }], want: ['key'] },
])('an operation has the sorted alternatives to authenticate: $name', ({ root, own, want }) => {
  expect(planned(root, own)?.security).toEqual(want)
})

test.for([
  { name: 'nothing', root: undefined, own: undefined },
  { name: 'an empty list', root: [], own: undefined },
  { name: 'an empty list of its own', root: KEY, own: [] },
])('an operation without a requirement does not have the field: $name', ({ root, own }) => {
  expect(planned(root, own)).not.toHaveProperty('security')
})
