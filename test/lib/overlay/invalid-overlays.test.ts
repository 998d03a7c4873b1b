import { expect, test } from 'vitest'
import { applyOverlays } from '../../../lib/overlay/apply/apply-overlays.ts'
import { createPaths } from '../../../lib/overlay/path/json-path.ts'
import { LIMITS, overlayOf } from './support.ts'

const VALID = overlayOf([{ target: '$' }])

/** Reads an overlay and applies it to an empty document. */
const read = (value: unknown) =>
  applyOverlays({}, [{ name: 'o.yaml', value, written: value }], {
    limits: LIMITS,
    createPaths,
    folder: { document: 'api.yaml', files: new Set(), isChosen: true },
  })

test.each<[string, unknown]>([
  ['1.1', VALID],
  ['1.1.7', { ...VALID, overlay: '1.1.7' }],
  ['1.0', { ...VALID, overlay: '1.0.0' }],
  ['extensions', { ...VALID, 'x-a': 1, info: { ...VALID.info, 'x-b': null }, actions: [{ target: '$', 'x-c': [] }] }],
  ['all fields of an action', { ...VALID, actions: [{ target: '$', description: '', update: {}, remove: false }] }],
  ['copy', { ...VALID, actions: [{ target: '$', copy: '$' }] }],
  ['1.2, without reusable actions', { ...VALID, overlay: '1.2.0', $self: 'o.yaml', components: { 'x-a': 1 } }],
  ['a reusable action that is not used', { ...VALID, overlay: '1.2.0', components: { actions: { a: {} } } }],
  ['a description', { ...VALID, info: { ...VALID.info, description: 'x' } }],
])('valid: %s', (_, overlay) => {
  expect(read(overlay)).toMatchObject({ ok: true })
})

const [action] = VALID.actions

/** Creates an overlay of 1.2 with reusable actions. */
const reusing = (actions: unknown, used: object = { target: '$' }) => ({
  ...{ ...VALID, overlay: '1.2.0', actions: [used] },
  components: { actions },
})
const NOT_REUSABLE = /is not a reusable action; expected "#\/components\/actions\/NAME"\.$/

test.each<[unknown, string, RegExp]>([
  [[], '#', /an overlay must be an object, got an array\.$/],
  [null, '#', /an overlay must be an object, got null\.$/],
  [{}, '#', /overlay is required\.$/],
  [{ ...VALID, overlay: 1.1 }, '#/overlay', /overlay must be a string, got a number\.$/],
  [
    { ...VALID, overlay: '1.1' },
    '#/overlay',
    /version "1\.1" is not supported; expected 1\.0\.x, 1\.1\.x or 1\.2\.x\.$/,
  ],
  [{ ...VALID, overlay: '1.3.0' }, '#/overlay', /version "1\.3\.0" is not supported/],
  [{ ...VALID, components: {} }, '#', /components requires Overlay 1\.2\. Set "overlay" to 1\.2\.0\.$/],
  [{ ...VALID, $self: 'o.yaml' }, '#', /\$self requires Overlay 1\.2\./],
  [
    { ...VALID, actions: [{ $ref: '#/components/actions/a', target: '$' }] },
    '#/actions/0',
    /\$ref requires Overlay 1\.2/,
  ],
  [reusing({ a: {} }, { $ref: '#/components/actions/b', target: '$' }), '#/actions/0/$ref', NOT_REUSABLE],
  [reusing({ a: {} }, { $ref: 'o.yaml#/components/actions/a', target: '$' }), '#/actions/0/$ref', NOT_REUSABLE],
  [reusing({ a: {} }, { $ref: '#/components/actions/a/fields', target: '$' }), '#/actions/0/$ref', NOT_REUSABLE],
  [reusing({}, { $ref: '#/components/actions/__proto__', target: '$' }), '#/actions/0/$ref', NOT_REUSABLE],
  [reusing({ a: {} }, { $ref: '#/components/actions/a' }), '#/actions/0', /target is required\.$/],
  [
    reusing({ a: { fields: { target: '$' } } }),
    '#/components/actions/a/fields',
    /a reusable action has no target; set it/,
  ],
  [
    reusing({ a: { fields: { $ref: '#/components/actions/a' } } }),
    '#/components/actions/a/fields',
    /unknown field "\$ref"/,
  ],
  [reusing({ a: { update: 1 } }), '#/components/actions/a', /unknown field "update"/],
  [reusing({ a: 1 }), '#/components/actions/a', /a must be an object, got a number\.$/],
  [
    reusing({ a: { fields: { copy: 'x' } } }, { $ref: '#/components/actions/a', target: '$' }),
    '#/components/actions/a/fields/copy',
    /"x" is not a JSONPath/,
  ],
  [{ ...VALID, overlay: '1.2.0', $self: 'https://a/o.yaml#x' }, '#/$self', /\$self identifies a whole document;/],
  [{ ...VALID, overlay: '1.2.0', extends: 'api.yaml#/info' }, '#/extends', /extends identifies a whole document;/],
  [{ ...VALID, other: 1 }, '#', /unknown field "other"; extensions begin with "x-"\.$/],
  [{ overlay: '1.1.0', actions: [action] }, '#', /info is required\.$/],
  [{ ...VALID, info: 'x' }, '#/info', /info must be an object, got a string\.$/],
  [{ ...VALID, info: { title: 'x' } }, '#/info', /version is required\.$/],
  [{ ...VALID, info: { title: 1, version: '' } }, '#/info/title', /title must be a string, got a number\.$/],
  [
    { ...VALID, overlay: '1.0.0', info: { ...VALID.info, description: '' } },
    '#/info',
    /description requires Overlay 1\.1\./,
  ],
  [{ ...VALID, extends: {} }, '#/extends', /extends must be a string, got an object\.$/],
  [{ overlay: '1.1.0', info: VALID.info }, '#', /actions is required\.$/],
  [{ ...VALID, actions: {} }, '#/actions', /actions must be an array, got an object\.$/],
  [{ ...VALID, actions: [] }, '#/actions', /actions must have at least one action\.$/],
  [{ ...VALID, actions: [1] }, '#/actions/0', /must be an object, got a number\.$/],
  [{ ...VALID, actions: [{ update: 1 }] }, '#/actions/0', /target is required\.$/],
  [{ ...VALID, actions: [{ target: 1 }] }, '#/actions/0/target', /target must be a string, got a number\.$/],
  [{ ...VALID, actions: [{ target: '$', delete: 1 }] }, '#/actions/0', /unknown field "delete"/],
  [{ ...VALID, actions: [{ target: '$', toString: 1 }] }, '#/actions/0', /unknown field "toString"/],
  [
    { ...VALID, actions: [{ target: '$', remove: 'yes' }] },
    '#/actions/0/remove',
    /remove must be a boolean, got a string\.$/,
  ],
  [{ ...VALID, actions: [{ target: '$', copy: 1 }] }, '#/actions/0/copy', /copy must be a string, got a number\.$/],
  [
    { ...VALID, overlay: '1.0.0', actions: [{ target: '$', copy: '$' }] },
    '#/actions/0',
    /copy requires Overlay 1\.1\. Set "overlay" to 1\.1\.0\.$/,
  ],
  [
    { ...VALID, actions: [action, { ...action }] },
    '#/actions/1',
    /the action is the same as actions\/0; actions must be unique\.$/,
  ],
  [{ ...VALID, actions: [{ target: 'info' }] }, '#/actions/0/target', /"info" is not a JSONPath of RFC 9535: .+\.$/],
  [{ ...VALID, actions: [{ target: '$.a[' }] }, '#/actions/0/target', /is not a JSONPath of RFC 9535: .+\.$/],
  [
    { ...VALID, actions: [{ target: '$', copy: '$[?x()]' }] },
    '#/actions/0/copy',
    /is not a JSONPath of RFC 9535: .+\.$/,
  ],
  [
    { ...VALID, actions: [{ target: `$.${'a'.repeat(10_001)}` }] },
    '#/actions/0/target',
    /it has more than 10000 characters\.$/,
  ],
  [
    { ...VALID, actions: Array.from({ length: 10_001 }, (_, i) => ({ target: `$.a${i}` })) },
    '#/actions',
    /more than 10000 actions\.$/,
  ],
])('invalid: %j', (overlay, pointer, message) => {
  const result = read(overlay)
  if (result.ok) expect.fail('the overlay was applied')
  expect(result.problem.pointer).toBe(`o.yaml${pointer}`)
  expect(result.problem.message).toMatch(message)
  expect(result.problem.message).toContain(`Invalid overlay, o.yaml${pointer}: `)
})
