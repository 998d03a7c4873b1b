import axe from 'axe-core'
import { expect, test } from 'vitest'
import { type OverviewRow, renderOverview } from '../../lib/report/overview/render-overview.ts'
import { describeInBrowser } from './support.ts'

const NONE = { created: 0, updated: 0, unchanged: 0, removed: 0, kept: 0, failed: 0, skipped: 0 }

const rowOf = (i: number): OverviewRow => ({
  ...{ connectorId: `connector-${i}`, version: 'v1', outcome: i % 10 === 3 ? 'failed' : 'succeeded' },
  ...(i % 10 === 3 && { reason: 'The platform is down.' }),
  counts: {
    operations: i,
    ...{ actions: { ...NONE, created: i }, triggers: NONE, definitions: NONE },
    diagnostics: { error: 0, warning: 0, info: 0 },
  },
  ...{ document: `Vendor ${i} 1.0`, finishedAt: '2026-01-01T00:00:00.000Z', ageMs: i * 60_000, page: `r/${i}.html` },
})

const ROWS = Array.from({ length: 1_000 }, (_, i) => rowOf(i + 1))
const PAGE = renderOverview({ organisationId: 'acme', rows: ROWS, asOf: '2026-01-02T00:00:00.000Z' })

describeInBrowser('the overview of 1,000 connectors', open => {
  test('opens fast, and is searched and sorted', async () => {
    const begun = performance.now()
    const { page, trouble } = await open(PAGE)
    const heads = page.locator('tbody tr:visible th')
    await expect.poll(() => heads.count()).toBe(1_000)
    // About half a second; a slow machine takes longer.
    expect(performance.now() - begun).toBeLessThan(10_000)

    await page.getByLabel('Search').fill('failed connector-13')
    expect(await page.locator('#shown').textContent()).toBe('2 of 1000 shown')
    expect(await heads.allTextContents()).toEqual(['connector-13Vendor 13 1.0', 'connector-133Vendor 133 1.0'])
    await page.getByLabel('Search').fill('')

    const created = page.getByRole('button', { name: 'Created' })
    await created.click()
    expect(await heads.first().textContent()).toContain('connector-1000')
    await created.click()
    expect(await heads.first().textContent()).toContain('Vendor 1 1.0')
    await page.getByRole('button', { name: 'Connector' }).click()
    expect((await heads.allTextContents()).slice(0, 2)).toEqual(['connector-1Vendor 1 1.0', 'connector-2Vendor 2 1.0'])
    expect(await page.locator('th[aria-sort]').allTextContents()).toEqual(['Connector'])
    expect(await heads.first().getByRole('link').getAttribute('href')).toBe('r/1.html')
    expect(trouble).toEqual([])
  })

  test.for(['light', 'dark'] as const)('has no fault that axe-core finds: %s', async colorScheme => {
    const few = renderOverview({ organisationId: 'acme', rows: ROWS.slice(0, 5), asOf: '2026-01-02T00:00:00.000Z' })
    // The policy of the page keeps axe-core out, too.
    const html = few.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
    const { page } = await open(html, { colorScheme, viewport: { width: 390, height: 800 } })
    await page.addScriptTag({ content: axe.source })
    const { violations } = (await page.evaluate('axe.run()')) as { violations: { id: string }[] }
    expect(violations.map(({ id }) => id)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  })
})
