import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { renderReport } from '../lib/report/page/render.ts'
import { action, mixedReport } from '../lib/report/page/reports.ts'
import { describeInBrowser } from './support.ts'

const MIXED = renderReport(mixedReport())

const namesIn = (page: Page, list: 'triggers' | 'actions' | 'definitions'): Promise<string[]> =>
  page.locator(`#${list} .items .what :last-child`).allTextContents()

/** Opens a page that shows items without a change, too. */
const showAll = (page: Page): Promise<unknown> => page.getByRole('button', { name: 'Show all' }).click()

const select = (page: Page, name: string, value: string): Promise<unknown> =>
  page.getByRole('combobox', { name }).selectOption(value)

/** Each: its name, the input, and the names of the actions and definitions that match. */
const filters: [string, (page: Page) => Promise<unknown>, string[], string[]][] = [
  ['a word', page => page.getByLabel('Search').fill('OLD-pets'), ['oldPets'], []],
  ['several words in any order', page => page.getByLabel('Search').fill('404 nothing'), [], []],
  ['a word of a reason', page => page.getByLabel('Search').fill('too long refused'), ['patchPet'], []],
  ['a method', page => select(page, 'Method', 'PUT'), ['replacePet'], []],
  ['a result', page => select(page, 'Result', 'unchanged'), ['deletePet'], ['Pets']],
  ['failed items', page => select(page, 'Result', 'failed'), ['patchPet'], []],
  ['errors', page => select(page, 'Diagnostic', 'error'), ['patchPet'], []],
  ['a code', page => select(page, 'Diagnostic', 'unknown-keyword'), [], ['Pet']],
  [
    'no diagnostic',
    page => select(page, 'Diagnostic', 'none'),
    ['listPets', 'deletePet', 'oldPets', 'tracePets'],
    ['Pets'],
  ],
]

describeInBrowser('the report page', open => {
  test('lists every action and definition without console messages', async () => {
    const { page, trouble } = await open(MIXED)
    const report = mixedReport()
    await showAll(page)
    expect(await namesIn(page, 'actions')).toEqual(report.actions.map(({ name }) => name))
    expect(await namesIn(page, 'definitions')).toEqual(['Pet', 'Pets'])
    const row = page.locator('#actions summary', { hasText: 'patchPet' })
    expect(await row.locator('span:not(:has(span))').allTextContents()).toEqual([
      'PATCH',
      '/pets/{petId}',
      'patchPet',
      '1 error',
      '1 info',
      'failed',
    ])
    expect(trouble).toEqual([])
  })

  test('lists triggers in a section of their own, which the filters count, too', async () => {
    const sold = { ...action('petSold'), method: 'POST', path: 'petSold' }
    const { page, trouble } = await open(renderReport({ ...mixedReport(), triggers: [sold] }))
    expect(await namesIn(page, 'triggers')).toEqual(['petSold'])
    await select(page, 'Method', 'PUT')
    expect(await namesIn(page, 'triggers')).toEqual([])
    expect(await page.locator('#triggers [role=status]').textContent()).toBe('0 of 1')
    expect(trouble).toEqual([])
  })

  test.for(filters)('filters by %s', async ([, choose, actions, definitions]) => {
    const { page } = await open(MIXED)
    await showAll(page)
    await choose(page)
    expect(await namesIn(page, 'actions')).toEqual(actions)
    expect(await namesIn(page, 'definitions')).toEqual(definitions)
    const shown = actions.length === 8 ? '8' : `${actions.length} of 8`
    expect(await page.locator('#actions [role=status]').textContent()).toBe(shown)
    await page.getByRole('button', { name: 'Clear' }).click()
    expect(await namesIn(page, 'actions')).toHaveLength(6)
  })

  test('filters combine, and open rows stay open', async () => {
    const { page } = await open(MIXED)
    await page.locator('#actions summary', { hasText: 'getPet' }).click()
    await page.getByLabel('Search').fill('{petid}')
    await select(page, 'Diagnostic', 'warning')
    expect(await namesIn(page, 'actions')).toEqual(['getPet', 'replacePet'])
    await select(page, 'Method', 'GET')
    expect(await namesIn(page, 'actions')).toEqual(['getPet'])
    await page.locator('#actions .diff').waitFor({ state: 'visible' })
  })

  test('the diff of an update shows both sides, with the difference marked', async () => {
    const { page, trouble } = await open(MIXED)
    await page.locator('#actions summary', { hasText: 'getPet' }).click()
    await page.locator('#actions .diff').waitFor()
    const rows = page.locator('#actions .diff tr')
    const cells = await Promise.all((await rows.all()).map(row => row.locator('th, td').allTextContents()))
    expect(cells).toEqual([
      ['Field', 'Platform before', 'Document'],
      ['/description', 'Returns one pet.', 'Returns one pet, or 404.'],
      ['/parameters/query limit/default', '10', '"10"'],
      ['/parameters/query page', 'none', JSON.stringify({ name: 'page', in: 'query', type: 'integer' }, undefined, 2)],
    ])
    expect(await rows.nth(1).locator('mark').allTextContents()).toEqual([', or 404'])
    const [before, after] = await Promise.all([1, 2].map(i => rows.nth(1).locator('th, td').nth(i).boundingBox()))
    expect(before?.y).toBe(after?.y)
    expect(trouble).toEqual([])
  })

  test('the link of the conflicts shows only these', async () => {
    const { page } = await open(MIXED)
    await page.locator('#conflict').getByRole('link', { name: 'Show only these' }).click()
    expect(await namesIn(page, 'actions')).toEqual(['replacePet'])
    await page.locator('#actions summary').click()
    await page.locator('#actions .diff').waitFor()
    expect(await page.locator('#actions .diff thead th').allTextContents()).toEqual([
      'Field',
      'Platform (kept)',
      'Document (not applied)',
    ])
  })

  test('diagnostics are grouped by code, with every location', async () => {
    const { page } = await open(MIXED)
    const group = page.locator('#diagnostics details[data-code="server-differs"]')
    await group.locator('summary').click()
    await group.locator('.places li').first().waitFor()
    expect(await group.locator('.places .owner').allTextContents()).toEqual(['document', 'action getPet'])
    expect(await group.locator('.places code').allTextContents()).toEqual(['#/servers/0', '#/paths/~1pets/get'])
    await group.getByRole('link', { name: 'Show only these' }).click()
    expect(await namesIn(page, 'actions')).toEqual(['getPet'])
    // A code of the document alone has no items to show.
    expect(await page.locator('#diagnostics details[data-code="yaml-tabs"] a').count()).toBe(0)
  })

  test('opens and closes all rows, also those that a filter shows later', async () => {
    const { page } = await open(MIXED)
    const open_ = page.locator('#actions details[open]')
    await page.locator('#actions').getByRole('button', { name: 'Open all' }).click()
    expect(await open_.count()).toBe(6)
    await showAll(page)
    expect(await open_.count()).toBe(8)
    await page.locator('#actions').getByRole('button', { name: 'Close all' }).click()
    expect(await open_.count()).toBe(0)
  })

  test('can be used with the keyboard alone', async () => {
    const { page } = await open(MIXED)
    const focused = page.locator(':focus')
    await page.keyboard.press('Tab')
    expect(await focused.textContent()).toBe('Skip to the actions')
    expect(await focused.boundingBox()).toMatchObject({ x: expect.toSatisfy(x => x >= 0) })
    await page.keyboard.press('Enter')
    expect(await focused.getAttribute('id')).toBe('actions')
    await page.keyboard.press('Tab')
    expect(await focused.textContent()).toBe('Open all')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    expect(await focused.textContent()).toContain('listPets')
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
    await page.keyboard.press('Enter')
    expect(await page.locator('#actions .body').textContent()).toContain('#/paths/~1listPets/get')
    await page.keyboard.press('/')
    expect(await focused.getAttribute('id')).toBe('text')
    await page.keyboard.type('a/b')
    expect(await page.getByLabel('Search').inputValue()).toBe('a/b')
  })
})
