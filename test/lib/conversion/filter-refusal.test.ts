import { expect, test } from 'vitest'
import { type Filter, NO_FILTER } from '../../../lib/conversion/filter.ts'
import { filterRefusal } from '../../../lib/conversion/filter-refusal.ts'
import { makePlan } from '../../../lib/conversion/make-plan.ts'
import type { WantedTriggers } from '../../../lib/conversion/trigger/convert-events.ts'

const operation = (operationId: string, tag: string) => ({ operationId, tags: [tag], responses: {} })

const SHOP = {
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1' },
  paths: { '/books': { get: operation('listBooks', 'books') }, '/cds': { get: operation('listCds', 'discs') } },
  webhooks: { sold: { post: operation('sold', 'events') } },
}
const EVENTS = { ...SHOP, paths: {} }
const UNREAD = { ...SHOP, paths: { ...SHOP.paths, '/films': { $ref: 'gone.yaml' } } }

/** Reason to refuse the import of a document with these filters, and the unused ones. */
const refusal = (document: unknown, filter: Partial<Filter>, triggers: WantedTriggers = 'all') => {
  const all = { ...NO_FILTER, ...filter }
  const made = makePlan(new Map([['api.json', document]]), 'api.json', { filter: all, triggers })
  if (!made.ok) throw new Error(made.problem.message)
  const unused = made.plan.diagnostics.filter(({ code }) => code === 'filter-unused').map(({ message }) => message)
  return { reason: filterRefusal(made.plan, { ...all, triggers }), unused }
}

test.for<{ when: string; document?: unknown; filter: Partial<Filter>; triggers?: WantedTriggers; want: RegExp }>([
  {
    when: 'a tag has a typing error',
    filter: { includeTag: ['boks'] },
    want: /^The filters exclude all 2 operations and 1 event of the document.* includeTag "boks"; the document has "books"\. Correct the filters/,
  },
  {
    when: 'nothing is like the value',
    filter: { includeTag: ['nope'] },
    want: /No operation matches includeTag "nope"\. Correct/,
  },
  {
    when: 'an operationId has a typing error',
    filter: { includeOperation: ['listbook'] },
    want: /includeOperation "listbook"; the document has "listBooks"\./,
  },
  { when: 'no path matches', filter: { includePath: ['/book'] }, want: /includePath "\/book"\./ },
  {
    when: 'no method matches',
    filter: { includeMethod: ['GTE'] },
    want: /includeMethod "GTE"; the document has "GET"\./,
  },
  {
    when: 'each filter matches something, and all of them together nothing',
    filter: { includeTag: ['books'], includePath: ['/cds'] },
    want: /The filters are includeTag "books", includePath "\/cds"\./,
  },
  { when: 'all is excluded', filter: { excludePath: ['**'] }, want: /The filters are excludePath "\*\*"\./ },
  {
    when: 'events are not wanted, and there is nothing else',
    document: EVENTS,
    filter: {},
    triggers: 'none',
    want: /all 1 event of the document.* The filters are triggers "none"\./,
  },
])('an import is refused: where $when', ({ document = SHOP, filter, triggers, want }) => {
  expect(refusal(document, filter, triggers).reason).toMatch(want)
})

test.for<{ when: string; document?: unknown; filter: Partial<Filter>; triggers?: WantedTriggers; unused?: string[] }>([
  { when: 'there is no filter', filter: {} },
  {
    when: 'one of two values matches',
    filter: { includeTag: ['books', 'nope'] },
    unused: ['No operation matches includeTag "nope".'],
  },
  { when: 'only an event is left', filter: { includeTag: ['events'] } },
  { when: 'only operations are left', filter: {}, triggers: 'none' },
  {
    when: 'an operation that can not be read may match',
    document: UNREAD,
    filter: { includeTag: ['nope'] },
    unused: ['No operation matches includeTag "nope".'],
  },
])('an import is not refused: where $when', ({ document = SHOP, filter, triggers, unused = [] }) => {
  expect(refusal(document, filter, triggers)).toEqual({ reason: undefined, unused })
})
