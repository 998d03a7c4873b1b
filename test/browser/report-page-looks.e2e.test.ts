import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { renderReport } from '../lib/report/page/render.ts'
import { hostileReport, largeReport, mixedReport } from '../lib/report/page/reports.ts'
import { SCENES } from '../lib/report/page/scenes.ts'
import { describeInBrowser } from './support.ts'

const MIXED = renderReport(mixedReport())

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
    ['huge', renderReport(SCENES['huge names']?.() ?? mixedReport())],
  ] as const)('the %s report fits the width of a phone', async ([, html]) => {
    const { page } = await open(html, { viewport: { width: 320, height: 640 }, hasTouch: true })
    for (const button of await page.getByRole('button', { name: 'Open all' }).all()) await button.click()
    for (const group of await page.locator('#diagnostics summary').all()) await group.click()
    await page.locator('#definitions .body').first().waitFor()
    for (const payload of await page.locator('.payload > summary').all()) await payload.click()
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBe(320)
  })

  test('prints every row, the first 2,000 with their details, and no controls', async () => {
    const { page } = await open(renderReport(largeReport(2100)))
    const counts = "['#actions .items > li', '#actions .body'].map(each => document.querySelectorAll(each).length)"
    expect(await page.evaluate(`{ dispatchEvent(new Event('beforeprint')); ${counts} }`)).toEqual([2100, 2000])
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    const controls = "[...document.querySelectorAll('button, input, select')].filter(each => each.checkVisibility())"
    expect(await page.evaluate(`${controls}.length`)).toBe(0)
    expect(await lightness(page, 'backgroundColor')).toBe(255)
    await page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(await page.locator('.items details[open]').count()).toBe(0)
  })

  test('facts, counts and explanations need no script', async () => {
    const { page } = await open(MIXED, { javaScriptEnabled: false })
    const text = await page.locator('main').textContent()
    expect(text).toContain('1 failed')
    expect(text).toContain('demo / pets / v1')
    expect(text).toContain('report.json contains the same')
    expect(await page.locator('#items').isVisible()).toBe(false)
  })
})
