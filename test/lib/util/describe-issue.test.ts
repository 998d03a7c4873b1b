import * as v from 'valibot'
import { expect, test } from 'vitest'
import { describeIssues } from '../../../lib/util/describe-issue.ts'

const issuesOf = (schema: v.GenericSchema, input: unknown) => v.safeParse(schema, input).issues ?? []

test('the first ten issues are described, and the others counted', () => {
  const issues = issuesOf(v.array(v.string()), Array(31_000).fill(1))
  const described = describeIssues(issues)
  expect(described).toMatch(/^"0" must be a string, got a number; "1" must be a string/)
  expect(described).toMatch(/; "9" must be a string, got a number; and 30990 more$/)
})

test('a long name is cut', () => {
  const described = describeIssues(issuesOf(v.record(v.string(), v.string()), { ['x'.repeat(10_000)]: 1 }))
  expect(described).toMatch(/^"x+…$/)
  expect(described).toHaveLength(151)
})
