import type { GenericSchema } from 'valibot'
import { type ConnectResult, failure } from './errors.ts'
import type { SendRequest } from './send/request.ts'
import { withQuery } from './urls.ts'

const PAGE_SIZE = '100'
/** Far more pages than a connector version has. Stops a platform that returns new cursors forever. */
const MAX_PAGES = 10_000

/**
 * Yields each page of a collection. After the first error it yields that and ends.
 * @param read cursors (`next`) of the pages that were read before, in their order; the first page is read if there is none
 */
export async function* listPages<Page extends { next?: string | null | undefined }>(
  send: SendRequest,
  url: URL,
  schema: GenericSchema<unknown, Page>,
  read: readonly string[] = [],
): AsyncGenerator<ConnectResult<Page>, void, undefined> {
  const cursors = new Set(read)
  let after = read.at(-1)
  for (;;) {
    const page = withQuery(url, { first: PAGE_SIZE, after })
    const result = await send({ method: 'GET', url: page, schema })
    yield result
    if (!result.ok) return
    after = result.value.next || undefined
    if (after === undefined) return
    if (cursors.has(after) || cursors.size >= MAX_PAGES) {
      const line = { method: 'GET', path: `${page.pathname}${page.search}` }
      const cause = cursors.has(after) ? 'the cursor of the next page repeats' : `more than ${MAX_PAGES} pages`
      yield failure({ kind: 'invalid-response', ...line, cause, excerpt: after })
      return
    }
    cursors.add(after)
  }
}
