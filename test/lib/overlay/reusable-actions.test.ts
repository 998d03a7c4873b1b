import { expect, test } from 'vitest'
import { applied, type TestAction } from './support.ts'

const API = { tags: ['x'], paths: { '/a': { get: { summary: 'A' } }, '/b': { get: { summary: 'B' } } } }
const GETS = [{ summary: 'A' }, { summary: 'B' }] as const

const REUSABLE = {
  deprecate: { description: 'For old operations.', fields: { description: 'Old.', update: { deprecated: true } } },
  drop: { fields: { remove: true } },
  'a/b~c d': { fields: { update: { x: 1 } } },
  copied: { fields: { copy: '$.paths["/a"].get' } },
  nothing: {},
}

const withGets = (first: object, second: object) => ({
  ...API,
  paths: { '/a': { get: first }, '/b': { get: second } },
})

const use = (name: string, target: string, fields: object = {}): TestAction => ({
  $ref: `#/components/actions/${name}`,
  target,
  ...fields,
})

const [a, b] = ['$.paths["/a"].get', '$.paths["/b"].get']

test.each<[string, readonly TestAction[], unknown]>([
  [
    'one action for two targets',
    [use('deprecate', a), use('deprecate', b)],
    withGets({ ...GETS[0], deprecated: true }, { ...GETS[1], deprecated: true }),
  ],
  ['a removal', [use('drop', '$.tags')], { paths: API.paths }],
  ['a name with escapes', [use('a~1b~0c%20d', a)], withGets({ ...GETS[0], x: 1 }, GETS[1])],
  ['a copy', [use('copied', b)], withGets(GETS[0], GETS[0])],
  ['an action without fields', [use('nothing', a)], API],
  [
    'a field that replaces that of the reusable action',
    [use('deprecate', a, { update: { deprecated: false } })],
    withGets({ ...GETS[0], deprecated: false }, GETS[1]),
  ],
])('%s', (_, actions, want) => {
  expect(applied(API, actions, { reusable: REUSABLE })).toMatchObject({ value: want, problems: [] })
})

test('a value comes from where the reusable action is written', () => {
  const { origin } = applied(API, [use('deprecate', a)], { reusable: REUSABLE })
  expect(origin('#/paths/~1a/get/deprecated')).toBe('o.yaml#/components/actions/deprecate/fields/update/deprecated')
  expect(origin('#/paths/~1a/get/summary')).toBe('#/paths/~1a/get/summary')
})

test('update and copy together have no effect, also if one of them is of the reusable action', () => {
  const { value, problems } = applied(API, [use('copied', b, { update: {} })], { reusable: REUSABLE })
  expect([value, problems.map(({ code }) => code)]).toEqual([API, ['overlay-ignored']])
})
