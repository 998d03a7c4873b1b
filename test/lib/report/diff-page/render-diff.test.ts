import { expect, test } from 'vitest'
import type { DocumentDiff } from '../../../../lib/release/diff-documents.ts'
import { renderDiff } from '../../../../lib/report/diff-page/render-diff.ts'

const DIFF: DocumentDiff = {
  before: { title: 'Ferry', version: '1.0' },
  after: { title: 'Ferry <2>', version: '2.0' },
  counts: { breaking: 1, compatible: 0, annotation: 1 },
  items: [
    {
      item: 'definition',
      name: 'Trip',
      kind: 'annotation',
      status: 'changed',
      reasons: [
        { rule: 'text', kind: 'annotation', message: 'The title changed.', after: '#/components/schemas/Trip' },
      ],
    },
    {
      item: 'action',
      name: 'bookTrip',
      method: 'POST',
      path: '/trips',
      kind: 'breaking',
      status: 'removed',
      reasons: [
        { rule: 'removed', kind: 'breaking', message: 'The operation was <removed>.', before: '#/paths/~1trips/post' },
      ],
    },
  ],
}

test('the page has a section for each kind with changes, the worst first', () => {
  const page = renderDiff(DIFF)
  expect([...page.matchAll(/<section id="(\w+)"/g)].map(([, id]) => id)).toEqual(['breaking', 'annotation'])
  expect(page).toContain('<title>Ferry 1.0 → Ferry &lt;2&gt; 2.0</title>')
  expect(page).toContain('The operation was &lt;removed&gt;.')
  expect(page.match(/<details open>/g)).toHaveLength(1)
  expect(page).not.toContain('<script')
})

test('the page of equal documents has no sections', () => {
  const page = renderDiff({ ...DIFF, counts: { breaking: 0, compatible: 0, annotation: 0 }, items: [] })
  expect(page).toContain('No change.')
  expect(page).not.toContain('<section')
})
