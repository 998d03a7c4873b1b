import { expect, test } from 'vitest'
import { formatAge } from '../../../../lib/report/overview/age.ts'
import assets from '../../../../lib/report/overview/overview-assets.json' with { type: 'json' }
import { type OverviewRow, renderOverview } from '../../../../lib/report/overview/render-overview.ts'
import { sha256 } from '../../../../lib/util/hash.ts'

const NONE = { created: 0, updated: 0, unchanged: 0, removed: 0, kept: 0, failed: 0, skipped: 0 }
const row = (fields: Partial<OverviewRow>): OverviewRow => ({
  ...{
    connectorId: 'crm',
    version: 'v1',
    outcome: 'succeeded',
    finishedAt: '2030-01-01T10:00:00.000Z',
    ageMs: 7_200_000,
  },
  ...fields,
})
const pageOf = (...rows: readonly OverviewRow[]): string =>
  renderOverview({ organisationId: 'acme', rows, asOf: '2030-01-01T12:00:00.000Z' })

test('a row has the counts of all items, the errors, the age and a link to the report', () => {
  const counts = {
    operations: 9,
    ...{
      actions: { ...NONE, created: 3, failed: 1 },
      triggers: NONE,
      definitions: { ...NONE, created: 2, updated: 1 },
    },
    diagnostics: { error: 4, warning: 0, info: 0 },
  }
  const page = pageOf(row({ counts, document: 'CRM 2', page: 'reports/imp-1.html' }))
  expect(page).toContain(
    '<a href="reports/imp-1.html"><span class="data">crm</span></a><span class="note data">CRM 2</span>',
  )
  const values = [...page.matchAll(/data-value="(-?\d+)"/g)].map(([, value]) => Number(value))
  expect(values).toEqual([5, 1, 0, 1, -1, 4, 7_200_000])
  expect(page).toContain('title="2030-01-01 10:00:00 UTC">2 h</time>')
  expect(page).toContain('as of 2030-01-01 12:00:00 UTC')
})

test('breaking changes are shown when the record has them', () => {
  const counts = {
    operations: 1,
    ...{ actions: NONE, triggers: NONE, definitions: NONE, diagnostics: { error: 0, warning: 0, info: 0 } },
    impact: { breaking: 7, compatible: 0, annotation: 0 },
  }
  expect(pageOf(row({ counts }))).toContain('data-value="7">7</td>')
})

test('the totals have the most frequent outcome first', () => {
  const page = pageOf(row({ outcome: 'failed' }), row({}), row({}))
  expect(page).toContain('<p id="totals">2 succeeded, 1 failed</p>')
  expect(pageOf()).toContain('<p id="totals">No imports.</p>')
})

test('strings of a document are escaped, and the policy allows only its own script and style', () => {
  const page = pageOf(row({ reason: '<script>alert(1)</script>' }))
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  const [script, style] = [assets.script, assets.style].map(text => Buffer.from(sha256(text), 'hex').toString('base64'))
  expect(page).toContain(`script-src &#39;sha256-${script}&#39;; style-src &#39;sha256-${style}&#39;`)
})

test.each([
  [-5, '0 min'],
  [59 * 60_000, '59 min'],
  [60 * 60_000, '1 h'],
  [24 * 3_600_000, '1 day'],
  [50 * 3_600_000, '2 days'],
])('the age of %i ms is %s', (ms, want) => {
  expect(formatAge(ms)).toBe(want)
})
