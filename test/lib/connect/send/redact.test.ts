import { expect, test } from 'vitest'
import { excerpt, redact } from '../../../../lib/connect/send/redact.ts'

test('every occurrence of every secret is replaced', () => {
  expect(redact('a-one b-two a-one', ['a-one', 'b-two'])).toBe('[token] [token] [token]')
})

test('an excerpt is one printable line', () => {
  expect(excerpt('<html>\r\n\t<b>\u0000no\u001b[31m\u2028</b>', [])).toBe('<html> <b> no [31m </b>')
})

test('a secret across the cut does not survive in part', () => {
  expect(excerpt(`${'x'.repeat(195)}0123456789`, ['0123456789'])).toBe(`${'x'.repeat(195)}[toke`)
})

const SECRET = 'swo_a+"token"/that=must<not&leak'

test.for([
  ['a URL', encodeURIComponent(SECRET)],
  ['JSON', JSON.stringify(SECRET)],
  ['JSON with escaped slashes', JSON.stringify(SECRET).replaceAll('/', '\\/')],
  ['markup', SECRET.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')],
  ['base64', Buffer.from(SECRET).toString('base64')],
  ['base64 behind one byte', Buffer.from(`:${SECRET}`).toString('base64')],
  ['base64 behind a scheme', Buffer.from(`Basic  ${SECRET}`).toString('base64')],
] as const)('a secret is replaced in %s', ([, text]) => {
  const redacted = redact(`<${text}>`, [SECRET])
  expect(redacted).toContain('[token]')
  // Only fewer than four base64 characters, a scheme or quotes remain next to the mark.
  expect(redacted.replace('[token]', '').length).toBeLessThan(16)
})

test('encoded forms of a short secret are not replaced', () => {
  expect(redact('a YQ== %61', ['a'])).toBe('[token] YQ== %61')
})
