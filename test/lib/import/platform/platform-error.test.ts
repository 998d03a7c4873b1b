import { expect, test } from 'vitest'
import type { ConnectError } from '../../../../lib/connect/errors.ts'
import { mayHaveWorked, PlatformStop, sentence, stopsImport } from '../../../../lib/import/platform/platform-error.ts'

const line = { method: 'POST', path: '/actions' }
const refused = (status: number): ConnectError => ({ ...line, kind: 'refused', status, message: 'No', fields: [] })

/** Error; true if it stops the import; true if the request may have taken effect. */
const cases: [ConnectError, boolean, boolean][] = [
  [refused(400), false, false],
  [refused(409), false, true],
  [refused(500), false, false],
  [{ ...line, kind: 'uncertain', cause: 'ECONNRESET' }, false, true],
  [{ ...line, kind: 'invalid-response', cause: 'not JSON', excerpt: '' }, false, true],
  [{ ...line, kind: 'missing-route', status: 501 }, false, false],
  [{ ...line, kind: 'unavailable', cause: 'ECONNREFUSED' }, true, false],
  [{ ...line, kind: 'token-refused', message: 'expired', scheme: 'Bearer' }, true, false],
  [{ ...line, kind: 'secret', problem: 'missing', message: 'Secret "x" does not exist' }, true, false],
]

test.each(cases)('%j', (error, stops, mayBeThere) => {
  expect(stopsImport(error)).toBe(stops)
  expect(mayHaveWorked(error)).toBe(mayBeThere)
})

test('only an unavailable platform is waited for', () => {
  const kinds = cases.map(([error]) => [error.kind, new PlatformStop(error).outcome.kind])
  expect(kinds.filter(([, outcome]) => outcome === 'unavailable')).toEqual([['unavailable', 'unavailable']])
})

const sentences: [string, string][] = [
  ['It is so', 'It is so.'],
  ['It is so.', 'It is so.'],
  ['Is it so?', 'Is it so?'],
  ['x'.repeat(5_000), `${'x'.repeat(2_000)}…`],
]

test.each(sentences)('a sentence has an end and a maximum length: %.20s', (text, want) => {
  expect(sentence(text)).toBe(want)
})
