import { expect, test } from 'vitest'
import { embedJson, html } from '../../../../lib/report/page/html.ts'
import { HOSTILE } from './reports.ts'

test.each([
  ['</script>', '&lt;/script&gt;'],
  ['<!--', '&lt;!--'],
  [`" onload='x'`, '&quot; onload=&#39;x&#39;'],
  ['&lt;', '&amp;lt;'],
  ['javascript:alert(1)', 'javascript:alert(1)'],
])('the string %s is escaped', (text, want) => {
  expect(html`<p title="${text}">${text}</p>`.markup).toBe(`<p title="${want}">${want}</p>`)
})

test('markup is inserted unescaped, numbers as strings, undefined is omitted', () => {
  expect(html`<ul>${[1, 2].map(n => html`<li>${n}</li>`)}</ul>${undefined}${html`<br>`}`.markup).toBe(
    '<ul><li>1</li><li>2</li></ul><br>',
  )
})

test.each(['</script><script>', '<!--<script>', '&amp;', '\u2028\u2029', '"\\\'', '\uD800\u0000', HOSTILE])(
  'embedded JSON keeps %j without characters that HTML interprets',
  text => {
    const { markup } = embedJson(JSON.stringify({ [text]: [text] }))
    expect(JSON.parse(markup)).toEqual({ [text]: [text] })
    expect(markup).not.toMatch(/[<>&\u2028\u2029]/)
  },
)
