import { ApiError } from '../http/api-error.ts'

const DEFAULT_SIZE = 20
const MAX_SIZE = 100

type Item = { readonly id: string; readonly name: string }

export type Page<T> = {
  readonly totalCount: number
  readonly next?: string
  readonly prev?: string
  readonly items: T[]
}

const invalid = (parameter: string, message: string): ApiError =>
  new ApiError(400, 'paging_invalid', `${parameter} ${message}`, { fields: [{ field: parameter, message }] })

const sizeOf = (query: URLSearchParams): number => {
  const first = query.get('first')
  if (first === null) return DEFAULT_SIZE
  if (!/^[1-9]\d*$/.test(first)) throw invalid('first', 'must be a positive integer')
  return Math.min(Number(first), MAX_SIZE)
}

const encodeCursor = (id: string): string => Buffer.from(`after:${id}`).toString('base64url')

/** Counts the items before the cursor's item, or before its former position when it was removed. */
const positionOf = (cursor: string, parameter: string, items: readonly Item[]): number => {
  const [, id] = /^after:(.+)$/.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? []
  if (id === undefined) throw invalid(parameter, 'is not a valid cursor; use the value of next or prev')
  const index = items.findIndex(item => item.id === id)
  return index === -1 ? items.filter(item => item.id < id).length - (parameter === 'after' ? 1 : 0) : index
}

/**
 * Selects a page by `first`, `after`, `before` and `name` of the query, of at most 100 items.
 * @throws ApiError 400 for invalid parameters
 */
export function takePage<T extends Item>(all: Iterable<T>, query: URLSearchParams): Page<T> {
  const wanted = (query.get('name') ?? '').toLowerCase()
  const items = Array.from(all)
  const matching = wanted === '' ? items : items.filter(item => item.name.toLowerCase().includes(wanted))
  const size = sizeOf(query)
  const after = query.get('after')
  const before = query.get('before')
  if (after !== null && before !== null) throw invalid('before', 'cannot be combined with after')
  const end = before === null ? undefined : positionOf(before, 'before', matching)
  const start =
    end === undefined ? (after === null ? 0 : positionOf(after, 'after', matching) + 1) : Math.max(0, end - size)
  const page = matching.slice(start, end ?? start + size)
  const [first, last] = [page.at(0), page.at(-1)]
  return {
    totalCount: matching.length,
    ...(last !== undefined && start + page.length < matching.length ? { next: encodeCursor(last.id) } : {}),
    ...(first !== undefined && start > 0 ? { prev: encodeCursor(first.id) } : {}),
    items: page,
  }
}
