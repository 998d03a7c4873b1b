import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { bundlePageAssets, PAGE_ASSETS } from '../../../infra/bundle/page-assets.ts'

test('page-assets.json is what `npm run build:page` makes of the sources', async () => {
  expect(await readFile(PAGE_ASSETS, 'utf8')).toBe(await bundlePageAssets())
})
