import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { bundlePageAssets, PAGES } from '../../../infra/bundle/page-assets.ts'

test.each(PAGES)('the assets of the $name are what `npm run build:page` makes of the sources', async page => {
  expect(await readFile(page.assets, 'utf8')).toBe(await bundlePageAssets(page))
})
