import { expect, test } from 'vitest'
import { diff, valueAt } from '../../../../lib/reconcile/compare/diff.ts'

const parameter = (name: string, required = false) => ({ in: 'query', name, required })

test.each([
  { what: 'the same', before: { a: 1 }, after: { a: 1 }, want: [] },
  { what: 'a value', before: { a: 1 }, after: { a: 2 }, want: [{ field: '/a', before: 1, after: 2 }] },
  { what: 'a field that is new', before: {}, after: { a: 2 }, want: [{ field: '/a', after: 2 }] },
  { what: 'a field that is gone', before: { a: 1 }, after: {}, want: [{ field: '/a', before: 1 }] },
  {
    what: 'parameters by name and place',
    before: { parameters: [parameter('x'), parameter('y')] },
    after: { parameters: [parameter('y', true), parameter('z')] },
    want: [
      { field: '/parameters/query x', before: parameter('x') },
      { field: '/parameters/query y/required', before: false, after: true },
      { field: '/parameters/query z', after: parameter('z') },
    ],
  },
  {
    what: 'responses by status',
    before: [{ status: null, definitions: [] }],
    after: [{ status: 200, definitions: [] }],
    want: [
      { field: '/default', before: { status: null, definitions: [] } },
      { field: '/200', after: { status: 200, definitions: [] } },
    ],
  },
  {
    what: 'names that would read as steps',
    before: { 'a/b': { '~': 1 } },
    after: { 'a/b': { '~': 2 } },
    want: [{ field: '/a~1b/~0', before: 1, after: 2 }],
  },
  {
    what: 'lists without names as one',
    before: [1, 2],
    after: [1],
    want: [{ field: '/', before: [1, 2], after: [1] }],
  },
])('compares $what', ({ before, after, want }) => {
  expect(diff(before, after)).toEqual(want)
  for (const { field, ...sides } of want) {
    expect(valueAt(before, field)).toEqual('before' in sides ? sides.before : undefined)
    expect(valueAt(after, field)).toEqual('after' in sides ? sides.after : undefined)
  }
})
