import { expect, test } from 'vitest'
import { PAGES, readPage } from './blocks.ts'

const [, list = ''] = /Words to avoid,.*?: (.*?)\.\n/s.exec(readPage('docs/style.md')) ?? []
const words = [...list.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)

/** A page without its code and without the titles of its links, which may be names of tests. */
const prose = (page: string): string =>
  readPage(page)
    .replaceAll(/```.*?```/gs, '')
    .replaceAll(/`[^`]*`/g, '')
    .replaceAll(/\[[^\]]*\]\(\.\.\/test[^)]*\)/g, '')

test('docs/style.md names words to avoid', () => {
  expect(words.length).toBeGreaterThan(5)
})

test.for(PAGES.filter(page => page !== 'docs/style.md'))('%s has none of them', page => {
  expect(prose(page).match(new RegExp(`\\b(${words.join('|')})\\b.*`, 'gi')) ?? []).toEqual([])
})
