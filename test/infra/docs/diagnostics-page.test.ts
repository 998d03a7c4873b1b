import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { diagnosticsPage, EXPLANATIONS, explanationsByCode, PAGE } from '../../../infra/docs/diagnostics-page.ts'

test('docs/diagnostics.md is up to date; otherwise run npm run docs:diagnostics', () => {
  const page = readFileSync(PAGE, 'utf8')
  expect(page).toBe(diagnosticsPage(page))
})

test('explanations.json is up to date; otherwise run npm run docs:diagnostics', () => {
  expect(readFileSync(EXPLANATIONS, 'utf8')).toBe(explanationsByCode())
})
