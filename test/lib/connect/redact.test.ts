import { expect, test } from 'vitest'
import { excerpt, redact } from '../../../lib/connect/redact.ts'

test('every occurrence of every secret is replaced', () => {
  expect(redact('a-one b-two a-one', ['a-one', 'b-two'])).toBe('[token] [token] [token]')
})

test('an excerpt is one printable line', () => {
  expect(excerpt('<html>\r\n\t<b>\u0000no\u001b[31m\u2028</b>', [])).toBe('<html> <b> no [31m </b>')
})

test('a secret across the cut does not survive in part', () => {
  expect(excerpt(`${'x'.repeat(195)}0123456789`, ['0123456789'])).toBe(`${'x'.repeat(195)}[toke`)
})
