import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { renderReport } from '../lib/report/page/render.ts'
import { definition, largeReport, withPayloads } from '../lib/report/page/reports.ts'
import { describeInBrowser } from './support.ts'

const large = () => {
  const { actions, ...report } = largeReport(10_000)
  const tagged = actions.map((item, i) => ({ ...item, tag: `tag${i % 40}` }))
  const definitions = Array.from({ length: 19_000 }, (_, i) => definition(`Schema${i}`))
  return withPayloads({ ...report, actions: tagged, definitions }, 'A payload of common length. '.repeat(20))
}

/** Returns the CPU time of the page's main thread, in seconds. */
const watchTime = async (page: Page): Promise<() => Promise<number>> => {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
  }
}

/** Page script: types into the search, and waits until the result is painted. */
const typeText = (text: string): string => `new Promise(resolve => {
  const control = document.getElementById('text')
  control.value = ${JSON.stringify(text)}
  control.dispatchEvent(new Event('input'))
  requestAnimationFrame(() => setTimeout(resolve))
})`

const ROUNDS = 3
/** Texts that are searched for, with the numbers of actions and definitions that they find. */
const SEARCHES = [
  ['o', 10_000, 0],
  ['operation99', 111, 0],
  ['schema1', 0, 10_111],
  ['', 10_000, 19_000],
] as const

// CPU time, so that other processes of the machine do not count.
describeInBrowser('the report page of 10,000 actions and 19,000 definitions', open => {
  test('is usable after 1.5 s, and filters in 0.1 s per key', async () => {
    const { page, trouble } = await open(renderReport(large()))
    const cpuTime = await watchTime(page)
    const before = await cpuTime()
    await page.reload()
    await page.locator('#actions .items > li').first().waitFor()
    expect((await cpuTime()) - before).toBeLessThan(1.5)

    /** Least time of several, by text: the first ones also compile the page's script. */
    const fastest = new Map<string, number>()
    for (let round = 0; round < ROUNDS; round++) {
      for (const [text, actions, definitions] of SEARCHES) {
        const start = await cpuTime()
        await page.evaluate(typeText(text))
        fastest.set(text, Math.min(fastest.get(text) ?? Number.POSITIVE_INFINITY, (await cpuTime()) - start))
        const shown = await page.locator('#items section [role=status]').allTextContents()
        expect(shown.slice(1)).toEqual([countOf(actions, 10_000), countOf(definitions, 19_000)])
      }
    }
    for (const [text, seconds] of fastest)
      expect({ text, seconds }).toEqual({ text, seconds: expect.toSatisfy(s => s < 0.1) })
    expect(trouble).toEqual([])
  })

  test('makes rows when they come near, and opens a row far below by its link', async () => {
    const { page } = await open(renderReport(large()))
    const rows = page.locator('.items > li')
    await rows.first().waitFor()
    expect(await rows.count()).toBeLessThan(500)
    await page.evaluate("location.hash = '#item=definitions/Schema18999'")
    const row = page.locator('#definitions summary', { hasText: 'Schema18999' })
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toContain('Schema18999')
    expect(await row.evaluate(element => element.getBoundingClientRect().top)).toBeGreaterThan(0)
    await page.locator('#definitions .payload > summary').click()
    expect(await page.locator('#definitions .payload pre').textContent()).toContain('"name": "Schema18999"')
    expect(await rows.count()).toBeLessThan(1500)
  })
})

const countOf = (count: number, all: number): string => {
  const [some, total] = [count, all].map(each => each.toLocaleString('en'))
  return count === all ? `${total}` : `${some} of ${total}`
}
