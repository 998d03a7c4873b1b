import type { GenericSchema } from 'valibot'
import { failure, type Result } from './errors.ts'
import type { SendRequest } from './send/request.ts'
import { withQuery } from './urls.ts'

const PAGE_SIZE = '100'
/** Far more than a connector version can hold; a platform that makes up cursors would have no last one. */
const MAX_PAGES = 10_000

/** Yields each page of a list; after an error it yields that and ends. */
export async function* listPages<Page extends { next?: string | null | undefined }>(
  send: SendRequest,
  url: URL,
  schema: GenericSchema<unknown, Page>,
): AsyncGenerator<Result<Page>, void, undefined> {
  const cursors = new Set<string>()
  let after: string | undefined
  for (;;) {
    const page = withQuery(url, { first: PAGE_SIZE, after })
    const result = await send({ method: 'GET', url: page, schema })
    yield result
    if (!result.ok) return
    after = result.value.next || undefined
    if (after === undefined) return
    if (cursors.has(after) || cursors.size >= MAX_PAGES) {
      const line = { method: 'GET', path: `${page.pathname}${page.search}` }
      const cause = cursors.has(after) ? 'the pages go round in a circle' : `there are more than ${MAX_PAGES} pages`
      yield failure({ kind: 'invalid-response', ...line, cause, excerpt: after })
      return
    }
    cursors.add(after)
  }
}
