import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { renderReport } from '../../lib/report/page/render-report.ts'
import { hostileReport, largeReport, mixedReport } from '../lib/report/page/reports.ts'
import { describeInBrowser } from './support.ts'

const MIXED = renderReport(mixedReport())

/** Page script: how many rows of actions each piece of work has added; nothing is drawn and no key taken during one. */
const COUNT_PIECES = `
  window.pieces = []
  let known = 0
  new MutationObserver(() => {
    const rows = document.querySelectorAll('#actions .items > li').length
    if (rows > known) pieces.push(rows - known)
    known = rows
  }).observe(document, { childList: true, subtree: true })
`

/** Red of 0 to 255, enough to tell light from dark. */
const lightness = async (page: Page, property: 'color' | 'backgroundColor'): Promise<number> => {
  const color = await page.evaluate(`getComputedStyle(document.body).${property}`)
  return Number(/\d+/.exec(String(color))?.[0])
}

describeInBrowser('the looks of the report page', open => {
  test.for(['light', 'dark'] as const)('follows the reader: %s', async colorScheme => {
    const { page } = await open(MIXED, { colorScheme })
    const [paper, ink] = [await lightness(page, 'backgroundColor'), await lightness(page, 'color')]
    const [light, dark] = colorScheme === 'light' ? [paper, ink] : [ink, paper]
    expect(light).toBeGreaterThan(220)
    expect(dark).toBeLessThan(50)
  })

  test.for([
    ['mixed', MIXED],
    ['hostile', renderReport(hostileReport())],
  ] as const)('nothing of the %s report is wider than a phone', async ([, html]) => {
    const { page } = await open(html, { viewport: { width: 320, height: 640 }, hasTouch: true })
    for (const button of await page.getByRole('button', { name: 'Open all' }).all()) await button.click()
    for (const group of await page.locator('#problems summary').all()) await group.click()
    await page.locator('#definitions .body').first().waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
  })

  test('prints every row and no control', async () => {
    const { page } = await open(renderReport(largeReport(400)))
    // At once, while the list is still being filled.
    const rows = await page.evaluate(`{
      document.getElementById('text').dispatchEvent(new Event('input'))
      const before = document.querySelectorAll('#actions .items > li').length
      dispatchEvent(new Event('beforeprint'))
      ;[before, document.querySelectorAll('#actions .items > li').length]
    }`)
    expect(rows).toEqual([100, 400])
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await page.getByLabel('Search').isVisible()).toBe(false)
    expect(await page.getByRole('button').filter({ visible: true }).count()).toBe(0)
    expect(await lightness(page, 'backgroundColor')).toBe(255)
  })

  test('without scripts the facts, the counts and the explanations are there', async () => {
    const { page } = await open(MIXED, { javaScriptEnabled: false })
    const text = await page.locator('main').textContent()
    expect(text).toContain('1 failed')
    expect(text).toContain('demo / pets / v1')
    expect(text).toContain('report.json beside this page has the same')
    expect(await page.locator('#items').isVisible()).toBe(false)
  })

  // On any machine, a page that does little at a time can be used at once, however long its list is.
  test('2,000 actions do not hold up the page: they are added in pieces', async () => {
    const { page, trouble } = await open(renderReport(largeReport(2000)))
    await page.addInitScript(COUNT_PIECES)
    await page.reload()
    const rows = page.locator('#actions .items > li')
    await expect.poll(() => rows.count(), { timeout: 60_000 }).toBe(2000)
    expect(await page.evaluate('pieces')).toEqual(Array.from({ length: 20 }, () => 100))
    await page.getByLabel('Search').fill('operation1999')
    expect(await rows.count()).toBe(1)
    expect(trouble).toEqual([])
  })
})
