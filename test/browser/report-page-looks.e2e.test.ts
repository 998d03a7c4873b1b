import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { renderReport } from '../../lib/report/page/render-report.ts'
import { hostileReport, largeReport, mixedReport } from '../lib/report/page/reports.ts'
import { describeInBrowser } from './support.ts'

const MIXED = renderReport(mixedReport())

/** Page script: records how many rows of actions each task adds; the page is blocked during a task. */
const COUNT_BATCHES = `
  window.batches = []
  let known = 0
  new MutationObserver(() => {
    const rows = document.querySelectorAll('#actions .items > li').length
    if (rows > known) batches.push(rows - known)
    known = rows
  }).observe(document, { childList: true, subtree: true })
`

/** Returns the red component, 0 to 255: enough to distinguish light from dark. */
const lightness = async (page: Page, property: 'color' | 'backgroundColor'): Promise<number> => {
  const color = await page.evaluate(`getComputedStyle(document.body).${property}`)
  return Number(/\d+/.exec(String(color))?.[0])
}

describeInBrowser('the appearance of the report page', open => {
  test.for(['light', 'dark'] as const)('follows the colour scheme of the browser: %s', async colorScheme => {
    const { page } = await open(MIXED, { colorScheme })
    const [paper, ink] = [await lightness(page, 'backgroundColor'), await lightness(page, 'color')]
    const [light, dark] = colorScheme === 'light' ? [paper, ink] : [ink, paper]
    expect(light).toBeGreaterThan(220)
    expect(dark).toBeLessThan(50)
  })

  test.for([
    ['mixed', MIXED],
    ['hostile', renderReport(hostileReport())],
  ] as const)('the %s report fits the width of a phone', async ([, html]) => {
    const { page } = await open(html, { viewport: { width: 320, height: 640 }, hasTouch: true })
    for (const button of await page.getByRole('button', { name: 'Open all' }).all()) await button.click()
    for (const group of await page.locator('#diagnostics summary').all()) await group.click()
    await page.locator('#definitions .body').first().waitFor()
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBe(320)
  })

  test('prints every row and no controls', async () => {
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

  test('facts, counts and explanations need no script', async () => {
    const { page } = await open(MIXED, { javaScriptEnabled: false })
    const text = await page.locator('main').textContent()
    expect(text).toContain('1 failed')
    expect(text).toContain('demo / pets / v1')
    expect(text).toContain('report.json contains the same')
    expect(await page.locator('#items').isVisible()).toBe(false)
  })

  // Batches of limited size keep the page responsive on any machine, however long its lists are.
  test('2,000 actions are added in batches, so that the page stays responsive', async () => {
    const { page, trouble } = await open(renderReport(largeReport(2000)))
    await page.addInitScript(COUNT_BATCHES)
    await page.reload()
    const rows = page.locator('#actions .items > li')
    await expect.poll(() => rows.count(), { timeout: 60_000 }).toBe(2000)
    expect(await page.evaluate('batches')).toEqual(Array.from({ length: 20 }, () => 100))
    await page.getByLabel('Search').fill('operation1999')
    expect(await rows.count()).toBe(1)
    expect(trouble).toEqual([])
  })
})
