import { expect, test } from 'vitest'
import { headline } from '../../../lib/report/report.ts'
import { summarise } from '../../../lib/report/text/summary.ts'
import { mixedReport } from './page/reports.ts'

test.each([
  { outcome: 'succeeded', error: 0, want: 'succeeded' },
  { outcome: 'succeeded', error: 1, want: 'succeeded with 1 error' },
  { outcome: 'planned', error: 2, want: 'planned with 2 errors' },
  { outcome: 'failed', error: 2, want: 'failed' },
] as const)('$outcome with $error errors has the headline $want', ({ outcome, error, want }) => {
  const report = mixedReport()
  const counts = { ...report.counts, diagnostics: { error, warning: 3, info: 4 } }
  expect(headline({ outcome, counts })).toBe(want)
  expect(summarise({ ...report, outcome, counts })[0]).toMatch(new RegExp(`: ${want}$`))
})
