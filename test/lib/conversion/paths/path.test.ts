import { expect, test } from 'vitest'
import { convertPath } from '../../../../lib/conversion/paths/path.ts'
import type { Diagnostic } from '../../../../lib/diagnostics/diagnostic.ts'
import { root } from '../../../../lib/json/location.ts'

test.each([
  { given: '/users/{id}', want: '/users/{{ param.id }}', names: ['id'], codes: [] },
  { given: '/{a}-{b}.json', want: '/{{ param.a }}-{{ param.b }}.json', names: ['a', 'b'], codes: [] },
  { given: '/{a}/{a}', want: '/{{ param.a }}/{{ param.a }}', names: ['a'], codes: [] },
  { given: '/', want: '/', names: [], codes: [] },
  { given: '', want: '/', names: [], codes: ['path-slash'] },
  { given: 'a', want: '/a', names: [], codes: ['path-slash'] },
  { given: '/../a', want: '/../a', names: [], codes: ['path-dots'] },
  { given: '/a/.', want: '/a/.', names: [], codes: ['path-dots'] },
  { given: '/a/%2E%2e', want: '/a/%2E%2e', names: [], codes: ['path-dots'] },
  { given: '/a\\..\\b', want: '/a\\..\\b', names: [], codes: ['path-dots'] },
  { given: '/a\\b', want: '/a\\b', names: [], codes: ['path-dots'] },
  { given: '//a.example', want: '//a.example', names: [], codes: ['path-dots'] },
  { given: '/a//b%2e', want: '/a//b%2e', names: [], codes: [] },
  {
    given: '/{a?}/{#b}',
    want: '/{{ param.a_ }}/{{ param._b }}',
    names: ['a?', '#b'],
    codes: ['name-changed', 'name-changed'],
  },
  { given: '/{?a,b}', want: '/{{ param._a_b }}', names: ['?a,b'], codes: ['name-changed'] },
  { given: '/a/..b/c.', want: '/a/..b/c.', names: [], codes: [] },
  { given: '/{user-id}', want: '/{{ param.user_id }}', names: ['user-id'], codes: ['name-changed'] },
  { given: '/{file.name}', want: '/{{ param.file_name }}', names: ['file.name'], codes: ['name-changed'] },
  { given: '/{1st}', want: '/{{ param._1st }}', names: ['1st'], codes: ['name-changed'] },
  { given: '/{größe}', want: '/{{ param.gr_e }}', names: ['größe'], codes: ['name-changed'] },
  { given: '/{ id }', want: '/{{ param.id }}', names: ['id'], codes: [] },
  { given: '/{{id}}', want: '/{{ param.id }}', names: ['id'], codes: [] },
  { given: '/{{ id }}', want: '/{{ param.id }}', names: ['id'], codes: [] },
  { given: '/{{unknown}}', want: '/%7B%7Bunknown%7D%7D', names: [], codes: ['path-literal-braces'] },
  { given: '/{{{id}}}', want: '/%7B{{ param.id }}%7D', names: ['id'], codes: ['path-literal-braces'] },
  { given: '/a{b', want: '/a%7Bb', names: [], codes: ['path-literal-braces'] },
  { given: '/a}b{', want: '/a%7Db%7B', names: [], codes: ['path-literal-braces'] },
  { given: '/{}', want: '/%7B%7D', names: [], codes: ['path-literal-braces'] },
  { given: '/{x | y}', want: '/{{ param.x_y }}', names: ['x | y'], codes: ['name-changed'] },
  { given: '/a b\tc', want: '/a%20b%09c', names: [], codes: [] },
  { given: '/a#b', want: '/a', names: [], codes: ['path-fragment'] },
  { given: '/a?b=1#c', want: '/a', names: [], codes: ['path-fragment', 'path-query'] },
])('$given becomes $want', ({ given, want, names, codes }) => {
  const problems: Diagnostic[] = []
  const path = convertPath(given, new Set(['id']), root(''), problems)
  expect(path.template).toBe(want)
  expect([...path.placeholders.keys()]).toEqual(names)
  expect(problems.map(({ code }) => code).toSorted()).toEqual(codes)
})

test.each([
  {
    given: '/a?action=list&b=c%20d',
    want: [
      { name: 'action', value: 'list' },
      { name: 'b', value: 'c d' },
    ],
  },
  {
    given: '/a?id={id}&empty=&bare',
    want: [
      { name: 'id', expression: 'id' },
      { name: 'empty', value: '' },
      { name: 'bare', value: '' },
    ],
  },
  { given: '/a?x={{ .conn.y }}', want: [{ name: 'x' }] },
  { given: '/a?', want: [] },
  {
    given: '/a?x={other}&y=a{id}&{id}&{id}=1',
    want: [{ name: 'x' }, { name: 'y', pattern: { text: 'a{id}', names: ['id'] } }],
  },
  {
    given: '/a{b?c}?d={e?f#g}&h=i?j#k?l',
    want: [{ name: 'd' }, { name: 'h', value: 'i?j' }],
  },
  { given: '/a?b=1&b=2&b=1', want: [{ name: 'b', value: '1' }] },
])('the query of $given', ({ given, want }) => {
  expect(convertPath(given, new Set(['id']), root(''), []).query).toEqual(want)
})

test('two names with the same placeholder get different ones', () => {
  const { placeholders } = convertPath('/{a b}/{a|b}', new Set(), root(''), [])
  expect(new Set(placeholders.values()).size).toBe(2)
})

test.each(['/{a b}/{a_b}', '/{a_b}/{a b}', '/{a b}/{a|b}/{a_b}'])('a legal name is kept in %s', path => {
  const { placeholders } = convertPath(path, new Set(), root(''), [])
  expect(placeholders.get('a_b')).toBe('a_b')
  expect(placeholders.get('a b')).toMatch(/^a_b_[0-9a-f]{8}$/)
  expect(new Set(placeholders.values()).size).toBe(placeholders.size)
})
