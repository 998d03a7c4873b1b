import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { diagnosticsPage } from '../../../infra/docs/diagnostics-page.ts'

test('docs/diagnostics.md is up to date; otherwise run npm run docs:diagnostics', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/diagnostics.md'), 'utf8')
  expect(page).toBe(diagnosticsPage(page))
})
