import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { renderReport } from '../lib/report/page/render.ts'
import { mixedReport } from '../lib/report/page/reports.ts'
import { SCENES } from '../lib/report/page/scenes.ts'
import { describeInBrowser } from './support.ts'

const pageOf = (scene: string): string => renderReport(SCENES[scene]?.() ?? mixedReport())

const names = (page: Page): Promise<string[]> => page.locator('#actions .items .what :last-child').allTextContents()

const addressOf = (page: Page): string => new URL(page.url()).hash

/** Opens the page at another address. */
const goTo = async (page: Page, hash: string): Promise<void> => {
  await page.goto('about:blank')
  await page.goto(hash)
}

describeInBrowser('the address of the report page', open => {
  test('has the filters, which a reload keeps', async () => {
    const { page, trouble } = await open(pageOf('re-import'))
    await page.getByLabel('Search').fill('same1')
    await page.getByRole('combobox', { name: 'Tag' }).selectOption('loans')
    await page.getByRole('button', { name: 'Show all' }).click()
    await expect.poll(() => addressOf(page)).toBe('#text=same1&tag=loans&scope=all')
    await page.reload()
    expect(await page.getByLabel('Search').inputValue()).toBe('same1')
    expect(await names(page)).toHaveLength(11)
    await page.getByRole('button', { name: 'Clear' }).click()
    await expect.poll(() => addressOf(page)).toBe('')
    expect(trouble).toEqual([])
  })

  test('opens an item, also one without a change', async () => {
    const { page } = await open(pageOf('re-import'))
    await goTo(page, `${page.url()}#item=actions%2Fsame30`)
    await page.locator('#actions .body').waitFor()
    expect(await page.locator(':focus').textContent()).toContain('same30')
    const link = page.getByRole('link', { name: 'Link to this item' })
    expect(await link.getAttribute('href')).toBe('#item=actions%2Fsame30')
  })

  test('of an item that does not exist shows the page', async () => {
    const { page, trouble } = await open(pageOf('re-import'))
    await goTo(page, `${page.url()}#item=actions%2Fother&result=%F0`)
    expect(await page.locator('#actions').isVisible()).toBe(true)
    expect(trouble).toEqual([])
  })

  test('follows the legend, the concerns and the places of diagnostics', async () => {
    const { page } = await open(pageOf('mixed'))
    await page.locator('.legend').getByRole('link', { name: '1 unchanged' }).first().click()
    expect(await names(page)).toEqual(['deletePet'])
    expect(await page.locator(':focus').getAttribute('id')).toBe('actions')
    await page.locator('#failed').getByRole('link', { name: 'action patchPet' }).click()
    await page.locator('#actions .body').waitFor()
    expect(await page.locator(':focus').textContent()).toContain('patchPet')
    await page.locator('details[data-code="unknown-keyword"] summary').click()
    await page.locator('.places').getByRole('link', { name: 'definition Pet' }).click()
    await expect.poll(() => page.locator(':focus').textContent()).toContain('Pet')
    await page.goBack()
    await page.goBack()
    expect(await names(page)).toEqual(['deletePet'])
  })
})

describeInBrowser('the items of the report page', open => {
  test('a re-import shows only what changed, with the number of the others', async () => {
    const { page } = await open(pageOf('re-import'))
    expect(await names(page)).toEqual(['listBooks', 'oldBooks'])
    expect(await page.locator('#scope').textContent()).toBe('39 items without a change are hidden. Show all')
    expect(await page.locator('#definitions .list').getAttribute('data-empty')).toBe('No item has a change.')
    await page.getByLabel('Search').fill('same1')
    expect(await page.locator('#scope').textContent()).toBe('11 items without a change are hidden. Show all')
    await page.getByRole('button', { name: 'Show all' }).click()
    expect(await names(page)).toHaveLength(11)
    await page.getByRole('button', { name: 'Show only changes' }).click()
    await page.getByRole('combobox', { name: 'Result' }).selectOption('unchanged')
    expect(await names(page)).toHaveLength(11)
    expect(await page.locator('#scope').isVisible()).toBe(false)
  })

  test('are in sections by tag, and a first import shows all', async () => {
    const { page } = await open(pageOf('first import'))
    expect(await page.locator('#actions h3').allTextContents()).toEqual(['books 2', 'loans 1', 'Without a tag 1'])
    expect(await names(page)).toEqual(['listBooks', 'addBook', 'listLoans', 'health'])
    expect(await page.locator('#definitions h3').count()).toBe(0)
  })

  test('have their payload, and a schema with all digits', async () => {
    const { page } = await open(pageOf('first import'))
    await page.locator('#definitions .items summary').first().click()
    await page.locator('.payload > summary').click()
    const [payload = '', schema] = await page.locator('.payload pre').allTextContents()
    expect(JSON.parse(payload)).toMatchObject({ name: 'Book', schema: { content: '…' } })
    expect(schema).toContain('"maximum": 12345678901234567890')
  })

  test('copy their name, location, payload and the options that resolve a conflict', async () => {
    const { page } = await open(pageOf('conflicts'), { permissions: ['clipboard-read', 'clipboard-write'] })
    const row = page.locator('#actions .items > li', { hasText: "it's" })
    await row.locator('summary').first().click()
    const copied = async (name: string): Promise<string> => {
      await row.getByRole('button', { name, exact: true }).click()
      await expect.poll(() => row.getByText('Copied').count()).toBeGreaterThan(0)
      return String(await page.evaluate('navigator.clipboard.readText()'))
    }
    expect(await copied('Copy name')).toBe("it's")
    expect(await copied('Copy location')).toBe("#/paths/~1it's/get")
    expect(JSON.parse(await copied('Copy payload'))).toMatchObject({ name: "it's", method: 'GET' })
    expect(await copied('Copy platform')).toBe(`--resolve 'action:it'\\''s=platform'`)
    expect(await copied('Copy document')).toBe(`--resolve 'action:it'\\''s=document'`)
  })

  test('a conflict shows base, platform and document, with equal lines folded', async () => {
    const { page } = await open(pageOf('conflicts'))
    await page.locator('#actions summary', { hasText: 'addBook' }).click()
    const table = page.locator('#actions .diff')
    await table.waitFor()
    expect(await table.locator('thead th').allTextContents()).toEqual([
      'Field',
      'Base (last import)',
      'Platform (kept)',
      'Document (not applied)',
    ])
    const [summary, description, added] = await table.locator('tbody tr').all()
    expect(await summary?.locator('td').allTextContents()).toEqual(['Add a book', 'Add a book (staff)', 'Add one book'])
    expect(await summary?.locator('mark').allTextContents()).toEqual(['a', ' (staff)', 'one'])
    expect(await description?.locator('.fold > summary').allTextContents()).toEqual(
      expect.arrayContaining(['… 14 equal lines']),
    )
    expect(await added?.locator('em').allTextContents()).toEqual(['none', 'none'])
    await page.locator('#actions summary', { hasText: 'lendBook' }).click()
    await expect.poll(() => page.locator('#actions .diff').nth(1).locator('thead th').count()).toBe(3)
  })
})
