import type { GenericSchema } from 'valibot'
import { failure, type Result } from './errors.ts'
import type { SendRequest } from './request.ts'
import { withQuery } from './urls.ts'

const PAGE_SIZE = '100'

/** Yields each page of a list; after an error it yields that and ends. */
export async function* listPages<Page extends { next?: string | null | undefined }>(
  send: SendRequest,
  url: URL,
  schema: GenericSchema<unknown, Page>,
): AsyncGenerator<Result<Page>, void, undefined> {
  const cursors = new Set<string>()
  let after: string | undefined
  do {
    const page = withQuery(url, { first: PAGE_SIZE, after })
    const result = await send({ method: 'GET', url: page, schema })
    yield result
    if (!result.ok) return
    after = result.value.next || undefined
    if (after !== undefined && cursors.has(after)) {
      const line = { method: 'GET', path: `${page.pathname}${page.search}` }
      yield failure({ kind: 'nonsense', ...line, cause: 'the pages go round in a circle', excerpt: after })
      return
    }
    if (after !== undefined) cursors.add(after)
  } while (after !== undefined)
}
