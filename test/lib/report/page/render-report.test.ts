import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import assets from '../../../../lib/report/page/page-assets.json' with { type: 'json' }
import { renderReport } from '../../../../lib/report/page/render-report.ts'
import { action, HOSTILE, hostileReport, largeReport, mixedReport, problem, reportOf } from './reports.ts'

const hashOf = (text = ''): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const between = (page: string, start: string, end: string): string | undefined => page.split(start)[1]?.split(end)[0]

const dataOf = (page: string): unknown =>
  JSON.parse(between(page, '<script type="application/json" id="data">', '</script>') ?? '')

test('the policy allows exactly the script and the style of the page', () => {
  const page = renderReport(mixedReport())
  const policy = between(page, 'Content-Security-Policy" content="', '">')?.replaceAll('&#39;', "'").split('; ')
  expect(policy).toEqual([
    "default-src 'none'",
    `script-src ${hashOf(between(page, '<script type="module">', '</script>'))}`,
    `style-src ${hashOf(between(page, '<style>', '</style>'))}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ])
})

test.each([
  ['mixed', mixedReport()],
  ['hostile', hostileReport()],
])('the page contains the whole %s report', (_, report) => {
  expect(dataOf(renderReport(report))).toEqual(JSON.parse(JSON.stringify(report)))
})

test('hostile strings add no markup', () => {
  const tags = (page: string): string[] => page.match(/<[a-z!/][^>]*/gi)?.map(tag => tag.split(/[\s=]/)[0] ?? '') ?? []
  const harmless: unknown = JSON.parse(JSON.stringify(hostileReport()).replaceAll(JSON.stringify(HOSTILE), '"text"'))
  const page = renderReport(hostileReport())
  expect(tags(page)).toEqual(tags(renderReport(harmless as ReturnType<typeof hostileReport>)))
  const withoutValues = between(page, '</head>', '<script')?.replaceAll(/"[^"]*"/g, '')
  expect(withoutValues).not.toMatch(/<[^>]+\s(?:on\w+|style|srcdoc)=/i)
})

test('the page loads nothing', () => {
  const addresses = [...renderReport(hostileReport()).matchAll(/<[^>]+\s(?:src|href|action)="([^"]*)"/g)]
  expect(addresses.map(([, address]) => address)).toEqual(['data:,', '#actions'])
})

test('the same report gives the same page', () => {
  expect(renderReport(mixedReport())).toBe(renderReport(mixedReport()))
})

test('a report of triggers alone counts them, and its page leads to them', () => {
  const sold = { ...action('sold', { change: 'create', status: 'done' }), method: 'POST', path: 'sold' }
  const counts = { created: 1, updated: 0, unchanged: 0, removed: 0, kept: 0, failed: 0, skipped: 0 }
  const report = reportOf([], [])
  const page = renderReport({ ...report, triggers: [sold], counts: { ...report.counts, triggers: counts } })
  expect(page).toContain('<h2>1 trigger</h2>')
  expect(page).toContain('href="#triggers"')
  expect(page).toContain('<section id="triggers"')
})

test('outcome, reason and counts need no script', () => {
  const page = renderReport({ ...mixedReport(), reason: 'The token was refused.' })
  expect(page).toContain('<strong>partial with 1 error</strong>')
  expect(page).toContain('The token was refused.')
  expect(page).toContain('<li class="created"><b>2</b> created</li>')
  expect(page).toContain('<strong>1 conflict</strong>')
})

test('a dry run shows the planned results', () => {
  const page = renderReport(reportOf([action('a', { status: 'planned' })], [], { outcome: 'planned' }))
  expect(page).toContain('<b>1</b> to create')
  expect(page).toContain('<option value="created">to create</option>')
})

test('a small count among large ones is visible in the bar', () => {
  const one = action('one', { status: 'failed' })
  const page = renderReport(reportOf([...largeReport(2000).actions, one]))
  const width = Number(/class="failed" x="[\d.]+" width="([\d.]+)"/.exec(page)?.[1])
  expect(width).toBeGreaterThan(5)
  const all = [...page.matchAll(/<rect[^>]* width="([\d.]+)"/g)].reduce((sum, [, part]) => sum + Number(part), 0)
  expect(all).toBeCloseTo(1000, 0)
})

test('a code is shown with its explanation if it has one', () => {
  const diagnostics = [problem('info', 'constructor'), problem('warning', 'yaml-documents')]
  const page = renderReport(reportOf([], [], { diagnostics }))
  expect(between(page, '<details data-code="constructor">', '</details>')).not.toContain('<p>')
  expect(between(page, '<details data-code="yaml-documents">', '</details>')).toContain(
    '<p>The file has several YAML documents. Only the first was read. <b>To do:</b> Split the file.</p>',
  )
})

test('a report without items is a page', () => {
  const page = renderReport(reportOf([], [], { outcome: 'failed', reason: 'The file is empty.' }))
  expect(page).toContain('The file is empty.')
  expect(page).not.toMatch(/<svg|id="diagnostics"/)
})

test('the script contains nothing that would end its element, and makes no markup', () => {
  expect(assets.script).not.toMatch(/<\/script|<!--|innerHTML|eval\(/i)
})

test('the page shows who started the import, if that is known', () => {
  const caller = 'arn:aws:iam::111122223333:user/ann'
  expect(renderReport({ ...mixedReport(), caller })).toContain(
    `<dt>Started by</dt><dd class="data"><bdi>${caller}</bdi></dd>`,
  )
  expect(renderReport(mixedReport())).not.toContain('Started by')
})
