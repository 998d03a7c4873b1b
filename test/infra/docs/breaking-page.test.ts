import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { BREAKING_PAGE, breakingPage } from '../../../infra/docs/breaking-page.ts'

test('docs/breaking-changes.md is up to date; otherwise run npm run docs:breaking', () => {
  const page = readFileSync(BREAKING_PAGE, 'utf8')
  expect(page).toBe(breakingPage(page))
})
