import { expect, test } from 'vitest'
import { renderReport } from '../lib/report/page/render.ts'
import { HOSTILE, hostileReport, mixedReport } from '../lib/report/page/reports.ts'
import { describeInBrowser } from './support.ts'

/** Markup that would run or load something without the policy. */
const INJECTED: Readonly<Record<string, string>> = {
  script: '<script>document.title = "run"</script>',
  'event handler': '<svg onload="document.title = \'run\'"></svg>',
  image: '<img src="http://127.0.0.1:9/x.png">',
  frame: '<iframe src="http://127.0.0.1:9/"></iframe>',
  style: '<p style="position: fixed">x</p>',
}

describeInBrowser('the report page of a malicious document', open => {
  test('runs nothing, requests nothing, and shows every string unchanged', async () => {
    const { page, trouble } = await open(renderReport(hostileReport()))
    for (const button of await page.getByRole('button', { name: 'Open all' }).all()) await button.click()
    for (const group of await page.locator('#diagnostics summary').all()) await group.click()
    await page.locator('#definitions .body').waitFor()
    for (const payload of await page.locator('.payload > summary').all()) await payload.click()
    await page.locator('#definitions .payload pre').last().waitFor()
    await page.getByLabel('Search').fill('<script>')
    await page.getByRole('combobox', { name: 'Diagnostic' }).selectOption('error')
    const texts = await page
      .locator('#actions')
      .locator('h3, .method, .path, .name, .reason, .message')
      .allTextContents()
    expect(texts.map(text => text.toWellFormed())).toEqual(
      [`${HOSTILE} 1`, ...Array(6).fill(HOSTILE)].map(text => text.toWellFormed()),
    )
    expect(await page.locator('img, iframe, svg:not(.bar), a:not([href^="#"]), [style], main script').count()).toBe(0)
    expect(trouble).toEqual([])
  })

  test.for(Object.entries(INJECTED))('the policy blocks: %s', async ([, markup]) => {
    const { page, trouble } = await open(renderReport(mixedReport()).replace('<main>', `<main>${markup}`))
    await expect.poll(() => trouble.join()).toMatch(/Content Security Policy/)
    expect(await page.title()).toBe('Pets 2.4: partial with 1 error')
  })

  test('the policy blocks a script that makes markup from strings', async () => {
    const { page } = await open(renderReport(mixedReport()))
    await expect(page.evaluate('document.body.innerHTML = "<b>x</b>"')).rejects.toThrow(/TrustedHTML/)
  })
})
