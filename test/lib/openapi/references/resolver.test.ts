import fc from 'fast-check'
import { expect, test } from 'vitest'
import { child, pointerOf, root } from '../../../../lib/json/location.ts'
import { createResolver, type Resolution } from '../../../../lib/openapi/references/resolver.ts'
import { resolveFile } from '../../../../lib/openapi/references/uri.ts'

test.each([
  { path: 'b.yaml', from: 'a.yaml', want: 'b.yaml' },
  { path: './b.yaml', from: 'x/a.yaml', want: 'x/b.yaml' },
  { path: '../b.yaml', from: 'x/y/a.yaml', want: 'x/b.yaml' },
  { path: 'y/../../b.yaml', from: 'x/a.yaml', want: 'b.yaml' },
  { path: 'my%20file.yaml', from: 'a.yaml', want: 'my file.yaml' },
  { path: 'x//b.yaml', from: 'a.yaml', want: 'x/b.yaml' },
  { path: '', from: 'x/a.yaml', want: 'x/a.yaml' },
  { path: './b:c.yaml', from: 'a.yaml', want: './b:c.yaml' },
  { path: '../b:c.yaml', from: 'x/a.yaml', want: './b:c.yaml' },
  { path: 'x/b:c.yaml', from: './a:a.yaml', want: 'x/b:c.yaml' },
  { path: 'b.yaml', from: './a:a.yaml', want: 'b.yaml' },
  { path: '../b.yaml', from: './a:a.yaml', want: undefined },
  { path: './b.yaml', from: 'https://host.example/x/a.yaml', want: 'https://host.example/x/b.yaml' },
  { path: '../b.yaml', from: 'a.yaml', want: undefined },
  { path: 'x/../../b.yaml', from: 'a.yaml', want: undefined },
  { path: '%2e%2e/b.yaml', from: 'a.yaml', want: undefined },
  { path: '..%2fb.yaml', from: 'a.yaml', want: undefined },
  { path: '/etc/passwd', from: 'a.yaml', want: undefined },
  { path: '%2fetc/passwd', from: 'a.yaml', want: undefined },
  { path: '..\\b.yaml', from: 'x/a.yaml', want: undefined },
  { path: '..%5cb.yaml', from: 'x/a.yaml', want: undefined },
])('$path seen from $from is $want', ({ path, from, want }) => {
  expect(resolveFile(path, from)).toBe(want)
})

test('no reference leaves the folder', () => {
  const segment = fc.constantFrom('..', '.', 'a', 'b.yaml', '%2e%2e', '..%2f..', '', '...', '%', '%5c')
  fc.assert(
    fc.property(
      fc.array(segment, { maxLength: 8 }),
      fc.constantFrom('a.yaml', 'x/a.yaml', 'x/y/a.yaml'),
      (path, from) => {
        const file = resolveFile(path.join('/'), from)
        if (file === undefined) return
        expect(file.startsWith('/')).toBe(false)
        expect(file.split('/')).not.toContain('..')
        expect(file).not.toContain('\\')
      },
    ),
    { seed: 7, numRuns: 2000 },
  )
})

const FILES = new Map<string, unknown>([
  [
    'a.yaml',
    {
      list: [{ x: 1 }],
      'a/b~c d': 'escaped',
      alias: { $ref: '#/list' },
      chain: { $ref: '#/alias' },
      self: { $ref: '#/self' },
      throughSelf: { $ref: '#/throughSelf/x' },
      ping: { $ref: 'x/b.yaml#/pong' },
      anchored: { $anchor: 'here', value: 1 },
    },
  ],
  ['x/b.yaml', { pong: { $ref: '../a.yaml#/ping' }, up: { $ref: '../a.yaml#/list/0/x' } }],
])
const resolver = createResolver(FILES)

test.each([
  { ref: '#/list/0/x', value: 1, place: 'a.yaml#/list/0/x' },
  { ref: '#/a~1b~0c%20d', value: 'escaped', place: 'a.yaml#/a~1b~0c d' },
  { ref: '#/alias/0/x', value: 1, place: 'a.yaml#/list/0/x' },
  { ref: '#/chain/0/x', value: 1, place: 'a.yaml#/list/0/x' },
  { ref: '#here', value: { $anchor: 'here', value: 1 }, place: 'a.yaml#/anchored' },
  { ref: 'x/b.yaml#/up', value: { $ref: '../a.yaml#/list/0/x' }, place: 'x/b.yaml#/up' },
])('$ref leads to $place', ({ ref, value, place }) => {
  const resolution = resolver.target(ref, root('a.yaml'))
  if (!resolution.ok) expect.fail(resolution.problem.message)
  expect(resolution.target.value).toEqual(value)
  expect(pointerOf(resolution.target.at)).toBe(place)
})

test.each([
  { ref: '#/nowhere', code: 'unresolved-reference', why: 'there is nothing at that place' },
  { ref: '#/list/00', code: 'unresolved-reference', why: 'there is nothing at that place' },
  { ref: '#/list/-', code: 'unresolved-reference', why: 'there is nothing at that place' },
  { ref: '#/constructor', code: 'unresolved-reference', why: 'there is nothing at that place' },
  { ref: '#/__proto__/toString', code: 'unresolved-reference', why: 'there is nothing at that place' },
  { ref: '#nowhere', code: 'unresolved-reference', why: 'nothing there has that anchor' },
  { ref: 'c.yaml', code: 'unresolved-reference', why: 'there is no file "c.yaml"' },
  { ref: '../a.yaml', code: 'unresolved-reference', why: 'it leaves the folder' },
  { ref: 'http://127.0.0.1/a', code: 'unresolved-reference', why: 'other hosts are not asked' },
  { ref: 'file:///etc/passwd', code: 'unresolved-reference', why: 'other hosts are not asked' },
  { ref: '//host/a', code: 'unresolved-reference', why: 'it leaves the folder' },
  { ref: '#/self', code: 'reference-loop', why: 'is circular' },
  { ref: '#/throughSelf', code: 'reference-loop', why: 'is circular' },
  { ref: '#/ping', code: 'reference-loop', why: 'is circular' },
])('$ref leads nowhere: $why', ({ ref, code, why }) => {
  const at = child(root('a.yaml'), 'from')
  const resolution = resolver.follow({ value: { $ref: ref }, at })
  if (resolution.ok) expect.fail('it was followed')
  expect(resolution.problem.code).toBe(code)
  expect(resolution.problem.message).toContain(why)
})

test('a reference to a file that could not be read says why', () => {
  const unread = new Map([['b.yaml', 'It is damaged.']])
  const resolution = createResolver(FILES, { unread }).target('b.yaml#/x', root('a.yaml'))
  if (resolution.ok) expect.fail('it was followed')
  expect(resolution.problem.message).toBe(
    'The reference "b.yaml#/x" leads nowhere: "b.yaml" was not read: It is damaged.',
  )
})

test('a file without a name here has one where it lies', () => {
  const resolver = createResolver(new Map([['', { x: 1 }]]), { rootName: 'docs/api.yaml' })
  for (const ref of ['#/x', 'api.yaml#/x', './api.yaml#/x', '../docs/api.yaml#/x'])
    expect(resolver.target(ref, root(''))).toMatchObject({ ok: true, target: { value: 1, at: { file: '' } } })
  for (const ref of ['docs/api.yaml#/x', '../api.yaml#/x', '../../docs/api.yaml#/x'])
    expect(resolver.target(ref, root('')).ok).toBe(false)
})

test('following goes on to what is no reference, through files', () => {
  const resolution = resolver.follow({ value: { $ref: 'x/b.yaml#/up' }, at: root('a.yaml') })
  expect(resolution).toMatchObject({ ok: true, target: { value: 1 } })
})

/** References that each lead through the next one, to a value of so many levels at the end. */
const chain = (length: number, levels: number): Record<string, unknown> => {
  const links = Array.from({ length }, (_, i) => [`r${i}`, { $ref: `#/schemas/r${i + 1}/a` }])
  const deep = Array.from({ length: levels }).reduce<object>(a => ({ a }), {})
  return { schemas: { ...Object.fromEntries(links), [`r${length}`]: deep } }
}
const codeOf = (resolution: Resolution): string => (resolution.ok ? 'found' : resolution.problem.code)

test('pointers through references resolve at any depth, in any order', () => {
  const refs = Array.from({ length: 30 }, (_, i) => `#/schemas/r${i}/a`)
  for (const order of [refs, refs.toReversed()]) {
    const { target } = createResolver(new Map([['', chain(30, 31)]]))
    expect(order.map(ref => codeOf(target(ref, root(''))))).toEqual(refs.map(() => 'found'))
  }
  const deep = createResolver(new Map([['', chain(20_000, 20_001)]]))
  expect(codeOf(deep.target('#/schemas/r0/a', root('')))).toBe('found')
})

test('references that need each other are circular, whichever is resolved first', () => {
  const knot = {
    a: { $ref: '#/b/x' },
    b: { $ref: '#/a/x' },
    outside: { $ref: '#/a/y' },
    free: { x: 1 },
  }
  const refs = ['#/a/x', '#/b/x', '#/outside/z', '#/free/x']
  const codesIn = (order: readonly string[]): Record<string, string> => {
    const { target } = createResolver(new Map([['', knot]]))
    return Object.fromEntries(order.map(ref => [ref, codeOf(target(ref, root('')))]))
  }
  const want = {
    '#/a/x': 'reference-loop',
    '#/b/x': 'reference-loop',
    '#/outside/z': 'reference-loop',
    '#/free/x': 'found',
  }
  expect(codesIn(refs)).toEqual(want)
  expect(codesIn(refs.toReversed())).toEqual(want)
})

test('long chains are followed once for all their links', () => {
  const length = 20_000
  const links = Array.from({ length }, (_, i) => [`r${i}`, i + 1 < length ? { $ref: `#/r${i + 1}` } : { end: true }])
  const { follow } = createResolver(new Map([['', Object.fromEntries(links)]]))
  for (let i = 0; i < length; i++) expect(codeOf(follow({ value: { $ref: `#/r${i}` }, at: root('') }))).toBe('found')
})

test('what leads nowhere is looked for once, though it could be meant in several ways', () => {
  const { target } = createResolver(new Map([['', { $id: 'https://host.example/api', ...chain(40, 1) }]]))
  expect(codeOf(target('#/schemas/r0/a', root('')))).toBe('unresolved-reference')
})

test('what is wrong with a reference is told of each place that has it', () => {
  for (const name of ['a', 'b'])
    expect(resolver.target('#/nowhere', child(root('a.yaml'), name))).toMatchObject({
      problem: { pointer: `a.yaml#/${name}` },
    })
})
