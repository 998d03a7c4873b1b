import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import assets from '../../../../lib/report/page/page-assets.json' with { type: 'json' }
import { renderReport } from './render.ts'
import { action, HOSTILE, hostileReport, largeReport, mixedReport, problem, reportOf, withPayloads } from './reports.ts'
import { SCENES } from './scenes.ts'

const hashOf = (text = ''): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const between = (page: string, start: string, end: string): string | undefined => page.split(start)[1]?.split(end)[0]

/** Returns the report that a page contains, with its payloads from their chunks. */
const dataOf = (page: string): unknown => {
  const chunks = [
    ...page.matchAll(/<script type="application\/json" class="payloads" data-first="(\d+)">(.*?)<\/script>/gs),
  ]
  const payloads: unknown[] = []
  for (const [, first, text = ''] of chunks) {
    expect(Number(first)).toBe(payloads.length)
    payloads.push(...JSON.parse(text))
  }
  const text = between(page, '<script type="application/json" id="data">', '</script>') ?? ''
  return JSON.parse(text, (key, value) => (key === 'payload' && typeof value === 'number' ? payloads[value] : value))
}

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
  ...Object.entries(SCENES).map(([name, report]) => [name, report()] as const),
  ['hostile', hostileReport()],
  ['large', withPayloads(largeReport(300), 'x'.repeat(2000))],
] as const)('the page contains the whole %s report', (_, report) => {
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
  expect(addresses.length).toBeGreaterThan(5)
  expect(
    addresses.map(([, address = '']) => address).filter(address => !/^(?:data:,|#[\w=&;%+.*-]+)$/.test(address)),
  ).toEqual([])
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
  expect(page).toContain('<li class="created"><a href="#result=created&amp;go=actions"><b>2</b> created</a></li>')
  expect(page).toContain('<a href="#conflict">1 conflict</a>')
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

/** Returns the beginnings of texts in the order of the page, without those that it lacks. */
const orderOf = (page: string, ...texts: readonly string[]): string[] =>
  texts.filter(text => page.includes(text)).toSorted((a, b) => page.indexOf(a) - page.indexOf(b))

test('the page begins with the reason, then what needs a person, then the rest', () => {
  const order = [
    '<p class="reason',
    '<nav',
    '<section id="attention"',
    'id="failed"',
    'id="conflict"',
    '<div class="counts"',
    '<section id="diagnostics"',
    '<div id="items"',
    '<footer>',
    'SHA-256',
  ]
  expect(orderOf(renderReport({ ...mixedReport(), reason: 'Refused.' }), ...order.toReversed())).toEqual(order)
})

test('items that failed for one reason are one entry, with links to the first', () => {
  const page = renderReport(SCENES.failed?.() ?? mixedReport())
  const concern = between(page, 'id="failed">', '</ul>') ?? ''
  expect(concern).toContain('<h3>31 failed</h3>')
  expect(concern.match(/<a href="#item=/g)).toHaveLength(6)
  expect(concern).toContain('<a href="#item=actions%2Foperation0">action <bdi>operation0</bdi></a>')
  expect(concern).toContain('and 25 more <span class="reason">Not processed: the import stopped earlier.</span>')
})

test('breaking changes come before all else, by reason, and can be filtered', () => {
  const impact = (kind: 'breaking' | 'compatible', more = {}) => {
    const reasons = [{ rule: 'path-changed', kind, message: 'The path is <b>.' }]
    return { impact: { kind, status: 'changed' as const, reasons, ...more } }
  }
  const actions = [
    action('a', { change: 'unchanged', ...impact('breaking') }),
    action('b', { change: 'update', ...impact('breaking') }),
    action('c', { change: 'update', ...impact('compatible') }),
    action('d', { change: 'keep', status: 'skipped', ...impact('breaking', { kept: true }) }),
    action('e', { change: 'update', status: 'failed', reason: 'Refused.', ...impact('breaking') }),
  ]
  const report = reportOf(actions)
  const counts = { ...report.counts, impact: { breaking: 2, compatible: 1, annotation: 0 } }
  const page = renderReport({ ...report, counts })
  const concern = between(page, 'id="breaking">', '</ul>') ?? ''
  expect(concern).toContain('<h3>2 breaking changes</h3>')
  expect(concern).toContain('<a href="#impact=breaking">Show only these</a>')
  expect(concern.match(/<a href="#item=/g)).toHaveLength(2)
  expect(concern).toContain('<span class="reason">The path is &lt;b&gt;.</span>')
  expect(page.indexOf('id="breaking"')).toBeLessThan(page.indexOf('id="failed"'))
  const effects = between(page, '<select id="impact"', '</select>')
  expect(effects).toMatch(/value="breaking".*value="compatible"/)
  expect(effects).not.toContain('annotation')
})

test('a report in which nothing needs a person has no such section', () => {
  expect(renderReport(reportOf([action('a')]))).not.toContain('id="attention"')
})

test('a refused import shows the changes that need a confirmation', () => {
  expect(between(renderReport(SCENES.refused?.() ?? mixedReport()), '<ul class="confirm">', '</ul>')).toContain(
    '<li class="data">1 of 2 actions would be deleted.</li>',
  )
})

test('only a re-import with items that have no change can hide them', () => {
  const hasScope = (...changes: ('create' | 'unchanged' | 'update')[]): boolean =>
    renderReport(reportOf(changes.map((change, i) => action(`a${i}`, { change })))).includes('id="scope"')
  expect(hasScope('create', 'create')).toBe(false)
  expect(hasScope('update', 'create')).toBe(false)
  expect(hasScope('update', 'unchanged')).toBe(true)
})

test('the page says how many payloads the report omits', () => {
  expect(renderReport(reportOf([], [], { payloadsOmitted: 1200 }))).toContain(
    'The payloads of 1,200 items are not in this report, which has at most 16.0 MB of payloads.',
  )
})

test('the filter offers the tags of the document', () => {
  const page = renderReport(reportOf([action('a', { tag: 'pets' }), action('b', { tag: 'admin' }), action('c')]))
  const options = between(page, '<select id="tag"', '</select>')?.match(/<option value="\w+">/g)
  expect(options).toEqual(['<option value="admin">', '<option value="pets">'])
  const many = reportOf(Array.from({ length: 501 }, (_, i) => action(`a${i}`, { tag: `tag${i}` })))
  expect(renderReport(many)).not.toContain('id="tag"')
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
