import type { Report, ReportedAction } from '../../../../lib/report/report.ts'
import { action, definition, mixedReport, problem, reportOf } from './reports.ts'

const payloadOf = ({ name, method, path }: Pick<ReportedAction, 'name' | 'method' | 'path'>) => ({
  type: 'http',
  name,
  method,
  path,
  summary: `Runs ${name}.`,
  parameters: [{ name: 'limit', in: 'query', required: false, type: 'integer', default: 20 }],
  responses: [{ status: 200, definitions: [{ definition: { name: 'Book' } }] }],
})

const withPayload = (item: ReportedAction): ReportedAction => ({ ...item, payload: payloadOf(item) })

const BOOK = definition('Book', {
  payload: {
    name: 'Book',
    accept: ['application/json'],
    schema: {
      contentType: 'application/schema+json',
      content: '{"type":"object","properties":{"pages":{"maximum":12345678901234567890},"tags":{"enum":[]}}}',
    },
  },
})

const firstImport = (): Report =>
  reportOf(
    [
      action('listBooks', { tag: 'books', path: '/books' }),
      action('listLoans', { tag: 'loans', path: '/loans' }),
      action('health'),
      action('addBook', { tag: 'books', method: 'POST', path: '/books' }),
    ].map(withPayload),
    [BOOK],
    { payloadsOmitted: 3, connector: { alias: 'books', name: 'Books', change: 'create', status: 'done' } },
  )

const SENTENCE = 'Lists the books of one library with their authors, and the number of copies that can be lent.'
const LONG = `${SENTENCE}\n\n`.repeat(8)

/** Makes a second import: two changes, and 38 items without one. */
const reimport = (): Report =>
  reportOf(
    [
      action('listBooks', {
        tag: 'books',
        path: '/books',
        change: 'update',
        diff: [
          { field: '/description', before: `${LONG}Old end.`, after: `${LONG}New end.` },
          { field: '/summary', before: `${SENTENCE} ${SENTENCE}`, after: `${SENTENCE} All of them. ${SENTENCE}` },
          { field: '/schema/enum', before: ['red', 'green', 'blue'], after: ['red', 'light green', 'blue', 'white'] },
          { field: '/schema/type', before: 'string', after: ['string', 'null'] },
        ],
      }),
      action('oldBooks', { tag: 'books', change: 'remove', reason: 'The document no longer has it.' }),
      ...Array.from({ length: 38 }, (_, i) => action(`same${i}`, { tag: 'loans', change: 'unchanged' })),
    ].map(withPayload),
    [definition('Book', { change: 'unchanged' })],
  )

const conflict = { change: 'keep', status: 'skipped', problems: [problem('warning', 'conflict')] } as const

const conflicts = (): Report =>
  reportOf(
    [
      action('addBook', {
        ...conflict,
        tag: 'books',
        reason: 'Both the document and the platform have changed it since the last import.',
        diff: [{ field: '/summary', before: 'Add a book (staff)', after: 'Add one book' }],
        conflict: [
          { field: '/summary', base: 'Add a book', platform: 'Add a book (staff)', document: 'Add one book' },
          { field: '/description', base: `${LONG}End.`, platform: `${LONG}The end.`, document: `New. ${LONG}End.` },
          { field: '/parameters/query dry', document: { name: 'dry', in: 'query', type: 'boolean' } },
        ],
      }),
      action('lendBook', {
        ...conflict,
        diff: [{ field: '/summary', before: 'Lend', after: 'Lend a book' }],
        conflict: [{ field: '/summary', platform: 'Lend', document: 'Lend a book' }],
        baseUnknown: true,
      }),
      action("it's", { ...conflict }),
      action('kept', { change: 'keep', status: 'skipped', problems: [problem('warning', 'document-incomplete')] }),
      action('same', { change: 'unchanged' }),
    ].map(withPayload),
    [],
    { outcome: 'conflicts' },
  )

const failed = (): Report =>
  reportOf(
    Array.from({ length: 30 }, (_, i) =>
      action(`operation${i}`, { status: 'failed', reason: 'Not processed: the import stopped earlier.' }),
    ),
    [definition('Refused', { status: 'failed', reason: 'POST /definitions: 422, content is too long.' })],
    { outcome: 'failed', reason: 'The platform refused the token (401). Replace the token and import again.' },
  )

const refused = (): Report =>
  reportOf([action('a', { change: 'remove', status: 'planned' }), action('b', { status: 'planned' })], [], {
    outcome: 'refused',
    reason: 'The import needs a confirmation. Add --yes if the changes are intended.',
    confirm: [
      { code: 'deletes', message: '1 of 2 actions would be deleted.' },
      { code: 'title', message: 'The title of the document is "Pets", that of the last one was "Books".' },
    ],
  })

const empty = (): Report => reportOf([], [], { outcome: 'failed', reason: 'The file is empty.' })

const HUGE = 'a'.repeat(600)

const hugeNames = (): Report =>
  reportOf(
    [
      action(HUGE, {
        method: 'CONNECT',
        path: `/${HUGE}`,
        tag: HUGE,
        change: 'update',
        diff: [{ field: `/${HUGE}`, before: HUGE, after: `${HUGE}b` }],
        problems: [problem('warning', HUGE, HUGE)],
      }),
      action('failed', { status: 'failed', reason: HUGE, tag: 'short' }),
    ],
    [definition(HUGE)],
    { outcome: 'partial', reason: HUGE, caller: HUGE },
  )

const ARABIC = 'يعرض قائمة الكتب'
const HEBREW = 'מציג את רשימת הספרים'

const unicode = (): Report =>
  reportOf(
    [
      action('كتب', {
        path: '/كتب/{id}',
        tag: 'مكتبة',
        change: 'update',
        diff: [
          { field: '/summary', before: ARABIC, after: `${ARABIC} الجديدة` },
          { field: '/description', before: HEBREW, after: HEBREW.replace('רשימת', 'כל') },
          { field: '/title', before: '图书列表', after: '图书目录' },
        ],
        problems: [problem('info', 'name-changed', `${ARABIC} (name-changed)`)],
      }),
      action('📚', { path: '/📚', tag: '図書館', status: 'failed', reason: `${HEBREW}: 422` }),
    ],
    [definition('Größe')],
    { outcome: 'partial', document: { ...mixedReport().document, title: `${ARABIC} API` } },
  )

/** Reports that differ in what a person needs to see first. */
export const SCENES: Readonly<Record<string, () => Report>> = {
  mixed: mixedReport,
  'first import': firstImport,
  're-import': reimport,
  conflicts,
  failed,
  refused,
  empty,
  'huge names': hugeNames,
  unicode,
}
