import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { escapeToken, unescapeToken } from '../../../lib/json/location.ts'
import { applyOverlays } from '../../../lib/overlay/apply/apply-overlays.ts'
import { createPaths } from '../../../lib/overlay/path/json-path.ts'
import { applied, apply, LIMITS, overlayOf, type TestAction } from './support.ts'

const API = {
  openapi: '3.1.0',
  servers: [{ url: 'https://a' }, { url: 'https://b' }],
  tags: ['x', 'y', 'x'],
  paths: {
    '/a': { get: { summary: 'A', parameters: [{ name: 'p' }, { name: 'q' }] }, put: { deprecated: true } },
    '/b': { get: { summary: 'B', parameters: [{ name: 'q' }] } },
  },
}

const { paths, ...rest } = API

describe('actions', () => {
  test.each<[string, readonly TestAction[], unknown]>([
    ['no modifier', [{ target: '$' }], API],
    ['remove: false', [{ target: '$.tags', remove: false }], API],
    ['a new field', [{ target: '$', update: { x: [1] } }], { ...API, x: [1] }],
    [
      'an object, recursively',
      [{ target: '$', update: { paths: { '/b': { get: { summary: 'C', x: {} } } } } }],
      { ...API, paths: { ...paths, '/b': { get: { ...paths['/b'].get, summary: 'C', x: {} } } } },
    ],
    ['items of an array', [{ target: '$.tags', update: ['z', ['w']] }], { ...API, tags: ['x', 'y', 'x', 'z', ['w']] }],
    ['one item of an array', [{ target: '$.tags', update: 'z' }], { ...API, tags: ['x', 'y', 'x', 'z'] }],
    ['an object to an array', [{ target: '$.tags', update: {} }], { ...API, tags: ['x', 'y', 'x', {}] }],
    ['an array in an object', [{ target: '$', update: { tags: ['z'] } }], { ...API, tags: ['x', 'y', 'x', 'z'] }],
    ['a primitive value', [{ target: '$.openapi', update: '3.1.1' }], { ...API, openapi: '3.1.1' }],
    ['null', [{ target: '$.openapi', update: null }], { ...API, openapi: null }],
    ['a primitive value in an object', [{ target: '$', update: { openapi: false } }], { ...API, openapi: false }],
    ['items that are removed together', [{ target: "$.tags[?@ == 'x']", remove: true }], { ...API, tags: ['y'] }],
    [
      'nested values that are removed together',
      [
        { target: '$..parameters[0]', remove: true },
        { target: '$..put', remove: true },
      ],
      {
        ...rest,
        paths: {
          '/a': { get: { summary: 'A', parameters: [{ name: 'q' }] } },
          '/b': { get: { summary: 'B', parameters: [] } },
        },
      },
    ],
    [
      'a selected value and its parent',
      [
        { target: "$['paths', 'tags']..*", remove: true },
        { target: '$..paths', remove: true },
      ],
      { ...rest, tags: [] },
    ],
    [
      'remove before update',
      [{ target: '$.tags', remove: true, update: ['z'] }],
      { openapi: API.openapi, servers: API.servers, paths },
    ],
    [
      'one action after the other',
      [
        { target: '$.servers', remove: true },
        { target: '$', update: { servers: [{ url: 'https://c' }] } },
      ],
      { ...API, servers: [{ url: 'https://c' }] },
    ],
    [
      'a value that is selected twice',
      [{ target: "$['tags', 'tags']", update: 'z' }],
      { ...API, tags: [...API.tags, 'z'] },
    ],
    [
      'several objects',
      [{ target: '$.paths.*.get', update: { x: 1 } }],
      {
        ...API,
        paths: {
          '/a': { ...paths['/a'], get: { ...paths['/a'].get, x: 1 } },
          '/b': { get: { ...paths['/b'].get, x: 1 } },
        },
      },
    ],
    [
      'objects inside each other, outer ones first',
      [{ target: '$..[?@.get || @.summary]', update: { get: { x: [1] } } }],
      {
        ...API,
        paths: {
          '/a': { ...paths['/a'], get: { ...paths['/a'].get, x: [1], get: { x: [1] } } },
          '/b': { get: { ...paths['/b'].get, x: [1], get: { x: [1] } } },
        },
      },
    ],
    [
      'copy',
      [{ target: "$.paths['/b']", copy: "$.paths['/a']" }],
      {
        ...API,
        paths: {
          ...paths,
          '/b': { ...paths['/a'], get: { summary: 'A', parameters: [{ name: 'q' }, { name: 'p' }, { name: 'q' }] } },
        },
      },
    ],
    ['copy into itself', [{ target: '$.tags', copy: '$.tags' }], { ...API, tags: [...API.tags, ...API.tags] }],
    ['copy of a primitive value', [{ target: '$.tags', copy: '$.openapi' }], { ...API, tags: [...API.tags, '3.1.0'] }],
    [
      'remove before copy',
      [{ target: '$.tags', remove: true, copy: '$.servers' }],
      { openapi: API.openapi, servers: API.servers, paths },
    ],
  ])('%s', (_, actions, want) => {
    const { value, problems } = applied(API, actions)
    expect(value).toEqual(want)
    expect(problems).toEqual([])
  })

  test('new fields follow those of the document', () => {
    const { value } = applied({ b: 1, c: 2 }, [{ target: '$', update: { a: 1, c: 3 } }])
    expect(JSON.stringify(value)).toBe('{"b":1,"c":3,"a":1}')
  })

  test('a field __proto__ is a field', () => {
    const document = JSON.parse('{"a":{"__proto__":{"x":1}}}')
    const { value } = applied(document, [{ target: '$.a', update: JSON.parse('{"__proto__":{"y":2}}') }])
    expect(JSON.stringify(value)).toBe('{"a":{"__proto__":{"x":1,"y":2}}}')
    expect(({} as { y?: number }).y).toBeUndefined()
  })

  test('1.0 ignores null for an object, since its examples have it', () => {
    const update = { paths: null, tags: null, x: null }
    const { value, problems } = applied(API, [{ target: '$', update }], { version: '1.0.0' })
    expect(value).toEqual({ ...API, x: null })
    expect(problems).toMatchObject([
      { code: 'overlay-ignored', severity: 'warning', pointer: 'o.yaml#/actions/0/update/paths' },
      { code: 'overlay-ignored', pointer: 'o.yaml#/actions/0/update/tags' },
    ])
  })

  test.each<[string, TestAction, string | undefined, unknown]>([
    [
      'selects nothing',
      { target: '$.nothing', remove: true },
      undefined,
      { code: 'overlay-no-match', severity: 'warning' },
    ],
    [
      'has update and copy',
      { target: '$', update: {}, copy: '$' },
      undefined,
      { code: 'overlay-ignored', severity: 'warning' },
    ],
    [
      'selects primitive values in 1.0',
      { target: '$.openapi', update: '3.1.0' },
      '1.0.0',
      { code: 'overlay-primitive', severity: 'info' },
    ],
  ])('an action that %s is reported', (_, action, version, want) => {
    const { value, problems } = applied(API, [action], version === undefined ? {} : { version })
    expect(value).toEqual(API)
    expect(problems).toMatchObject([want])
    expect(problems[0]?.pointer).toBe('o.yaml#/actions/0')
  })
})

describe('actions that can not be applied', () => {
  test.each<[string, TestAction, RegExp]>([
    ['the root', { target: '$', remove: true }, /the root of the document can't be removed\.$/],
    [
      'an object and a string',
      { target: '$', update: { openapi: {} } },
      /the document has a string at #\/openapi, the overlay an object\.$/,
    ],
    [
      'an object and an array',
      { target: '$.paths', update: [] },
      /the document has an object at #\/paths, the overlay an array\.$/,
    ],
    [
      'an array and a string',
      { target: '$', update: { tags: 'z' } },
      /the document has an array at #\/tags, the overlay a string\.$/,
    ],
    [
      'a string and an array',
      { target: '$.openapi', update: [1] },
      /the document has a string at #\/openapi, the overlay an array\.$/,
    ],
    [
      'null for an object in 1.1',
      { target: '$', update: { paths: null } },
      /the document has an object at #\/paths, the overlay null\.$/,
    ],
    [
      'values of several types',
      { target: '$.*', update: {} },
      /must be all objects, all arrays or all primitive values\.$/,
    ],
    ['a copy of nothing', { target: '$', copy: '$.nothing' }, /copy must select one value, got 0\.$/],
    ['a copy of two values', { target: '$', copy: '$.paths.*' }, /copy must select one value, got 2\.$/],
  ])('%s', (_, action, message) => {
    const result = apply(API, [{ target: '$', update: {} }, action])
    if (result.ok) expect.fail('the overlay was applied')
    expect(result.problem).toMatchObject({ code: 'overlay-conflict', pointer: 'o.yaml#/actions/1' })
    expect(result.problem.message).toMatch(/^Can't apply the overlay, o\.yaml#\/actions\/1: /)
    expect(result.problem.message).toMatch(message)
  })
})

describe('origins', () => {
  const actions: TestAction[] = [
    { target: '$.servers[0]', remove: true },
    { target: '$.servers', update: { url: 'https://c' } },
    { target: "$.paths['/a'].get", update: { summary: 'New', operationId: 'a', parameters: [{ name: 'r' }] } },
    { target: "$.paths['/b']", copy: "$.paths['/a']" },
    { target: "$.paths['/a'].get.parameters[0]", remove: true },
  ]

  test.each([
    ['#', '#'],
    ['#/tags/1', '#/tags/1'],
    ['#/servers/0/url', '#/servers/1/url'],
    ['#/servers/1/url', 'o.yaml#/actions/1/update/url'],
    ['#/paths/~1a/get', '#/paths/~1a/get'],
    ['#/paths/~1a/get/summary', 'o.yaml#/actions/2/update/summary'],
    ['#/paths/~1a/get/parameters/0/name', '#/paths/~1a/get/parameters/1/name'],
    ['#/paths/~1a/get/parameters/1/name', 'o.yaml#/actions/2/update/parameters/0/name'],
    ['#/paths/~1b/put', '#/paths/~1a/put'],
    ['#/paths/~1b/get/operationId', 'o.yaml#/actions/2/update/operationId'],
    ['#/paths/~1b/get/parameters/0', '#/paths/~1b/get/parameters/0'],
    ['#/paths/~1b/get/parameters/1', '#/paths/~1a/get/parameters/0'],
    ['#/nothing/~01', '#/nothing/~01'],
    ['other.yaml#/servers/0', 'other.yaml#/servers/0'],
    ['', ''],
  ])('%s was written at %s', (pointer, want) => {
    expect(applied(API, actions).origin(pointer)).toBe(want)
  })
})

describe('extends', () => {
  test.each([
    ['api.yaml', true, undefined],
    ['./api.yaml', true, undefined],
    ['https://example.com/x.yaml', true, undefined],
    ['other.yaml', false, 'overlay-ignored'],
    ['missing.yaml', true, 'overlay-extends'],
    ['../api.yaml', true, 'overlay-extends'],
  ])('%s', (target, isApplied, code) => {
    const value = { ...overlayOf([{ target: '$', update: { x: 1 } }]), extends: target }
    const files = [{ name: 'o.yaml', value, written: value }]
    const folder = { document: 'api.yaml', files: new Set(['api.yaml', 'other.yaml']), isChosen: false }
    const result = applyOverlays({}, files, { limits: LIMITS, folder, createPaths })
    if (!result.ok) throw new Error(result.problem.message)
    expect(result.value.root.value).toEqual(isApplied ? { x: 1 } : {})
    expect(result.value.applied).toEqual(isApplied ? ['o.yaml'] : [])
    expect(result.value.problems.map(problem => problem.code)).toEqual(code === undefined ? [] : [code])
    const chosen = applyOverlays({}, files, { limits: LIMITS, createPaths, folder: { ...folder, isChosen: true } })
    expect(chosen).toMatchObject({ ok: true, value: { root: { value: { x: 1 } }, problems: [] } })
  })

  test.each([
    ['https://example.com/overlays/o.yaml', '../other.yaml', true],
    ['sub/o.yaml', '../other.yaml', false],
    ['sub/o.yaml', '../api.yaml', true],
  ])('relative to $self %s: %s', (self, target, isApplied) => {
    const value = { ...overlayOf([{ target: '$', update: { x: 1 } }], '1.2.0'), $self: self, extends: target }
    const folder = { document: 'api.yaml', files: new Set(['api.yaml', 'other.yaml']), isChosen: false }
    const files = [{ name: 'o.yaml', value, written: value }]
    const result = applyOverlays({}, files, { limits: LIMITS, folder, createPaths })
    expect(result).toMatchObject({ ok: true, value: { applied: isApplied ? ['o.yaml'] : [] } })
  })

  test('a fetched document is in a folder of its own', () => {
    const value = { ...overlayOf([{ target: '$', update: { x: 1 } }]), extends: 'api.yaml' }
    const folder = { document: 'fetched/api.yaml', files: new Set(['o.yaml']), isChosen: false }
    const result = applyOverlays({}, [{ name: 'o.yaml', value, written: value }], {
      limits: LIMITS,
      folder,
      createPaths,
    })
    expect(result).toMatchObject({ ok: true, value: { problems: [], applied: ['o.yaml'] } })
  })
})

describe('properties', () => {
  const json = fc.jsonValue({ maxDepth: 4 })
  const object = fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), json)
  const target = fc.constantFrom('$', '$.a', '$..b', '$.*', '$..*', '$.a[0]', '$..[?@.a]', '$.a.b', '$..c[-1:]')
  const action = fc.oneof(
    fc.record({ target, update: json }),
    fc.record({ target, copy: target }),
    fc.record({ target, remove: fc.constant(true) }),
  )

  test('an overlay that changes nothing returns the same document', () => {
    fc.assert(
      fc.property(object, target, (document, selected) => {
        const { value } = applied(document, [{ target: selected }])
        expect(value).toBe(document)
      }),
    )
  })

  test('document and overlay are never changed, and the same input has the same result', () => {
    const freeze = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      Object.freeze(value)
      for (const member of Object.values(value)) freeze(member)
    }
    fc.assert(
      fc.property(
        object,
        fc.uniqueArray(action, { minLength: 1, maxLength: 5, selector: JSON.stringify }),
        (document, actions) => {
          freeze(document)
          freeze(actions)
          const result = apply(document, actions)
          expect(JSON.stringify(apply(document, actions))).toBe(JSON.stringify(result))
          if (!result.ok) expect(result.problem.message).toMatch(/[.]$/)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('each value of the result is at its origin in the document or the overlay', () => {
    const at = (value: unknown, pointer: string): unknown =>
      pointer
        .split('/')
        .slice(1)
        .map(unescapeToken)
        .reduce((found, key) => (found as Record<string, unknown>)[key], value)
    const leaves = (value: unknown, pointer = '#'): [string, unknown][] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, member]) => leaves(member, `${pointer}/${escapeToken(key)}`))
        : [[pointer, value]]
    fc.assert(
      fc.property(object, fc.array(action, { minLength: 1, maxLength: 5 }), (document, actions) => {
        const unique = actions.map((one, i) => ({ ...one, description: String(i) }))
        const result = apply(document, unique)
        if (!result.ok) return
        const { value, origin } = applied(document, unique)
        for (const [pointer, leaf] of leaves(value)) {
          const where = origin(pointer)
          const file = where.slice(0, where.indexOf('#'))
          const place = where.slice(file.length + 1)
          expect(at(file === '' ? document : overlayOf(unique), place)).toBe(leaf)
        }
      }),
      { numRuns: 300 },
    )
  })
})
