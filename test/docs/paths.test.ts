import { globSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PAGES, ROOT, readPage } from './blocks.ts'

/** Paths of the repository in the sentences and tables of the pages. `NN-topic` is a placeholder. */
const paths = PAGES.flatMap(page =>
  [...readPage(page).matchAll(/`((?:docs|examples|functions|infra|lib|test)\/[\w./*{},-]+)`/g)]
    .map(([, path = '']) => [page, path] as const)
    .filter(([, path]) => !path.includes('NN-topic')),
)

test('the pages name paths', () => {
  expect(paths.length).toBeGreaterThan(30)
})

test.for(paths)('%s: %s exists', ([, path]) => {
  expect(globSync(path, { cwd: ROOT })).not.toEqual([])
})
