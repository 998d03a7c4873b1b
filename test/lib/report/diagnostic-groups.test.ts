import { expect, test } from 'vitest'
import { groupDiagnostics } from '../../../lib/report/diagnostic-groups.ts'
import { action, definition, problem, reportOf } from './page/reports.ts'

test('diagnostics are grouped by code: gravest first, then most frequent', () => {
  const twice = [problem('info', 'frequent'), problem('info', 'frequent')]
  const report = reportOf(
    [action('a', { problems: [problem('info', 'rare'), ...twice] }), action('b', { problems: twice })],
    [definition('D', { problems: [problem('error', 'bad')] })],
    { diagnostics: [problem('warning', 'whole'), problem('info', 'frequent')] },
  )
  expect(groupDiagnostics(report)).toEqual([
    { example: problem('error', 'bad'), count: 1, items: 1 },
    { example: problem('warning', 'whole'), count: 1, items: 0 },
    { example: problem('info', 'frequent'), count: 5, items: 2 },
    { example: problem('info', 'rare'), count: 1, items: 1 },
  ])
})

test('the example of a group is the first of its gravest diagnostics', () => {
  const first = problem('error', 'malformed', 'First.')
  const report = reportOf([], [], {
    diagnostics: [problem('info', 'malformed'), first, problem('error', 'malformed', 'Second.')],
  })
  expect(groupDiagnostics(report)).toEqual([{ example: first, count: 3, items: 0 }])
})
