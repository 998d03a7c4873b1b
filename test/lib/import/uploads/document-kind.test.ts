import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { kindOf } from '../../../../lib/import/uploads/document-kind.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

test.each([
  ['document', 'openapi: 3.1.0', true],
  ['document', '{"swagger":"2.0"}', true],
  ['part', 'type: object', true],
  ['part', '', true],
  ['part', '{', true],
  ['part', '$ref: openapi.yaml#/paths', true],
  ['part', 'overlay: 1.1.0\nactions:\n- update: {openapi: 3.1.0}', true],
  ['part', '{"overlay":"1.0.0","actions":[{"update":{"openapi":"3.1.0"}}]}', true],
  ['document', '{"openapi":"3.1.0","x-overlay":"1.0"}', true],
  ['unknown', 'type: object', false],
  ['unknown', '{openapi: 3.1.0}', true],
  ['unknown', 'openapi: !!str 3.1.0', true],
  ['unknown', 'example:\n  openapi: 3.1.0', true],
] as const)('%s: %j, whole: %s', (kind, text, isWhole) => {
  expect(kindOf({ bytes: bytes(text), isWhole }).kind).toBe(kind)
})

test.each([
  ['document', gzipSync('openapi: 3.1.0')],
  ['part', gzipSync('type: object')],
  ['part', Uint8Array.of(0x1f, 0x8b, 8, 1, 2)],
  ['unknown', gzipSync('x'.repeat(3 * 1024 * 1024))],
  ['unknown', new Uint8Array(Buffer.from('openapi: 3.1.0', 'utf16le'))],
  ['unknown', new Uint8Array(Buffer.from('\ufeffopenapi', 'utf16le'))],
] as const)('%s: bytes of another encoding (%#)', (kind, file) => {
  expect(kindOf({ bytes: file, isWhole: true }).kind).toBe(kind)
})
