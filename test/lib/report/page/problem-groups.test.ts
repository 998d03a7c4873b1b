import { expect, test } from 'vitest'
import { groupProblems } from '../../../../lib/report/page/problem-groups.ts'
import { action, definition, problem, reportOf } from './reports.ts'

test('problems by code, the worst first, then the most frequent', () => {
  const twice = [problem('info', 'frequent'), problem('info', 'frequent')]
  const report = reportOf(
    [action('a', { problems: [problem('info', 'rare'), ...twice] }), action('b', { problems: twice })],
    [definition('D', { problems: [problem('error', 'bad')] })],
    { diagnostics: [problem('warning', 'whole'), problem('info', 'frequent')] },
  )
  expect(groupProblems(report)).toEqual([
    { code: 'bad', severity: 'error', count: 1, items: 1 },
    { code: 'whole', severity: 'warning', count: 1, items: 0 },
    { code: 'frequent', severity: 'info', count: 5, items: 2 },
    { code: 'rare', severity: 'info', count: 1, items: 1 },
  ])
})

test('a group is as bad as its worst problem', () => {
  const report = reportOf([], [], { diagnostics: [problem('info', 'malformed'), problem('error', 'malformed')] })
  expect(groupProblems(report)).toEqual([{ code: 'malformed', severity: 'error', count: 2, items: 0 }])
})
