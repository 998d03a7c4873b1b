import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SCALE_PAGE, scalePage } from '../../../infra/docs/scale-page.ts'

test('docs/scale.md is up to date; otherwise run npm run docs:scale', () => {
  const page = readFileSync(SCALE_PAGE, 'utf8')
  expect(page).toBe(scalePage(page))
})
