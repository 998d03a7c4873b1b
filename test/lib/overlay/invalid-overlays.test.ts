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
  ['a description', { ...VALID, info: { ...VALID.info, description: 'x' } }],
])('valid: %s', (_, overlay) => {
  expect(read(overlay)).toMatchObject({ ok: true })
})

const [action] = VALID.actions

test.each<[unknown, string, RegExp]>([
  [[], '#', /an overlay must be an object, got an array\.$/],
  [null, '#', /an overlay must be an object, got null\.$/],
  [{}, '#', /overlay is required\.$/],
  [{ ...VALID, overlay: 1.1 }, '#/overlay', /overlay must be a string, got a number\.$/],
  [{ ...VALID, overlay: '1.1' }, '#/overlay', /version "1\.1" is not supported; expected 1\.0\.x or 1\.1\.x\.$/],
  [{ ...VALID, overlay: '1.2.0' }, '#/overlay', /version "1\.2\.0" is not supported/],
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
