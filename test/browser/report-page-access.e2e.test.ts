import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { renderReport } from '../lib/report/page/render.ts'
import { SCENES } from '../lib/report/page/scenes.ts'
import { describeInBrowser } from './support.ts'

/** Colour schemes and widths; a run takes seconds, so that one scene has all combinations, and the others each value. */
const PAIRS = [
  ['light', 1280],
  ['dark', 390],
] as const
const ALL = [...PAIRS, ['light', 390], ['dark', 1280]] as const

/** Returns the violations that axe-core finds: the rule and the first element of each. */
const findings = async (page: Page): Promise<string[]> => {
  const { violations } = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as {
    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[]
  }
  return violations.map(({ id, nodes: [node] }) => `${id}: ${node?.html} ${node?.failureSummary}`)
}

const openEverything = async (page: Page): Promise<void> => {
  for (const button of await page.locator('.open-all').all()) if (await button.isVisible()) await button.click()
  await page.evaluate(`for (const each of document.querySelectorAll('details')) each.open = true`)
  await painted(page)
}

const painted = (page: Page): Promise<unknown> =>
  page.evaluate('new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)))')

describeInBrowser('the report page, examined by axe-core', open => {
  test.for(Object.keys(SCENES))('has no fault: %s', { timeout: 60_000 }, async name => {
    const report = SCENES[name]?.()
    if (report === undefined) throw new Error(`No scene ${name}.`)
    // The policy of the page keeps axe-core out, too.
    const html = renderReport(report).replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
    const { page } = await open(html)
    await page.addScriptTag({ content: axe.source })
    await openEverything(page)
    for (const [colorScheme, width] of name === 'conflicts' ? ALL : PAIRS) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 900 })
      await painted(page)
      expect({ colorScheme, width, found: await findings(page) }).toEqual({ colorScheme, width, found: [] })
    }
  })

  test('finds a fault that is there', async () => {
    const { page } = await open('<!doctype html><html lang="en"><title>x</title><main><h1>x</h1><input></main>')
    await page.addScriptTag({ content: axe.source })
    expect(await findings(page)).toEqual([expect.stringMatching(/^label: <input>/)])
  })
})
