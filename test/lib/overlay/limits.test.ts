import { expect, test } from 'vitest'
import { exactNumber } from '../../../lib/json/exact-number.ts'
import { applied, apply, type TestAction } from './support.ts'

const LARGE = { nodes: 1_000_000, depth: 30, steps: 2_000_000 }
const wide = (count: number) => ({
  a: Array.from({ length: count }, (_, i) => ({ x: i, y: [i, `${'a'.repeat(30)}b`] })),
})
const described = (actions: readonly TestAction[], times: number): TestAction[] =>
  Array.from({ length: times }, (_, i) => actions.map(action => ({ ...action, description: String(i) }))).flat()

test.each<[string, unknown, readonly TestAction[], string]>([
  ['a search in a search', wide(2_000), [{ target: '$..[?count($..*) > 0]', remove: true }], 'work'],
  ['a comparison in a search', wide(2_000), [{ target: '$..[?$.a == $.a]', remove: true }], 'work'],
  ['many values in a filter', wide(150_000), [{ target: '$[?@.*.x]', remove: true }], 'none'],
  ['an array that doubles', wide(10), described([{ target: '$.a', copy: '$.a' }], 30), 'size'],
  [
    'objects inside each other',
    { b: {} },
    described(
      [
        { target: '$.b', update: { b: {} } },
        { target: '$.b', copy: '$' },
      ],
      30,
    ),
    'size',
  ],
  [
    'a value at many places',
    wide(20_000),
    [{ target: '$.a.*', update: { z: Array.from({ length: 100 }, () => 1) } }],
    'size',
  ],
])('%s is bounded', (_, document, actions, limit) => {
  const result = apply(document, actions, { limits: LARGE })
  if (limit === 'none') return expect(result.ok).toBe(true)
  if (result.ok) expect.fail('the overlay was applied')
  expect(result.problem.code).toBe('overlay-limit')
  expect(result.problem.message).toMatch(
    limit === 'work' ? /takes too many steps/ : /would have more than 1000000 values/,
  )
})

test.each(['(a+)+$', '(a|a)*c', '(a|aa)+c', 'a{0,300}a{0,300}c', '(.*a){12}x'])('%s takes linear time', pattern => {
  const text = 'a'.repeat(2_000)
  const { value } = applied({ t: [text, 'aac'] }, [{ target: `$.t[?search(@, '${pattern}')]`, remove: true }])
  expect(value).toBeDefined()
})

test('a regular expression with too many states ends the search', () => {
  const result = apply({ t: ['a'] }, [{ target: "$.t[?match(@, '((a{100}){100}){100}')]", remove: true }])
  expect(result).toMatchObject({ ok: false, problem: { code: 'overlay-limit' } })
})

test('a deeply nested path is invalid', () => {
  const target = `$[?${'('.repeat(4_900)}@${')'.repeat(4_900)}]`
  expect(apply({}, [{ target, remove: true }])).toMatchObject({ ok: false, problem: { code: 'overlay-invalid' } })
})

test('a document at the limit of depth can be searched', () => {
  let document: unknown = 1
  for (let i = 0; i < 30; i++) document = { a: document }
  expect(applied(document, [{ target: '$..b', remove: true }]).value).toBe(document)
})

test('numbers that JavaScript can not hold are compared as numbers, and kept', () => {
  const large = exactNumber('12345678901234567890')
  const document = { a: [{ max: large }, { max: 1 }] }
  const { value } = applied(document, [{ target: '$.a[?@.max > 5]', update: { x: true } }])
  expect(value).toEqual({ a: [{ max: large, x: true }, { max: 1 }] })
  expect(applied(document, [{ target: '$..text', remove: true }]).problems).toMatchObject([
    { code: 'overlay-no-match' },
  ])
})
