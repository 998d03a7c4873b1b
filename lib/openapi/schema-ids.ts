import { child, type Located, type Place, root, tokens } from './place.ts'
import { isMapping, own } from './value.ts'

/** The schemas of a document that have a URL of their own, `$id`. JSON Schema 2020-12 section 8.2.1. */
export type SchemaIds = {
  /** The schema that a reference without its fragment means, seen from a place inside a schema with an `$id`. */
  readonly find: (path: string, from: Place) => Located | undefined
  /** The URL that such a reference stands for; undefined where no schema around the place has an `$id`. */
  readonly urlOf: (path: string, from: Place) => string | undefined
}

/** Where a document is as long as nobody says where it is; `.invalid` is nobody's (RFC 2606). */
const NOWHERE = 'https://document.invalid/'

/** Indexes the files' `$id`s when the first is asked for: most documents have none, or refer past them. */
export const createSchemaIds = (files: ReadonlyMap<string, unknown>): SchemaIds => {
  let index: Map<string, Located> | undefined
  const collect = (): Map<string, Located> => {
    const found = new Map<string, Located>()
    const visit = ({ value, at }: Located, outer: string): void => {
      if (Array.isArray(value)) {
        for (const [i, item] of value.entries()) visit({ value: item, at: child(at, i) }, outer)
      } else if (isMapping(value)) {
        const id = idOf(value, outer)
        if (id !== undefined && !found.has(id)) found.set(id, { value, at })
        for (const key of Object.keys(value)) visit({ value: own(value, key), at: child(at, key) }, id ?? outer)
      }
    }
    for (const [file, value] of files) visit({ value, at: root(file) }, fileUrl(file))
    return found
  }

  /** The URL that the innermost `$id` around a place gives it. */
  const baseOf = (from: Place): string => {
    let value = files.get(from.file)
    let base = fileUrl(from.file)
    for (const token of tokens(from)) {
      if (isMapping(value)) {
        base = idOf(value, base) ?? base
        value = own(value, String(token))
      } else value = Array.isArray(value) ? value[Number(token)] : undefined
    }
    return (isMapping(value) ? idOf(value, base) : undefined) ?? base
  }

  return {
    find: (path, from) => {
      const base = baseOf(from)
      // That is the file itself, where everybody looks first; going through all of it takes as long as parsing it.
      if (path === '' && base === fileUrl(from.file)) return undefined
      index ??= collect()
      return index.size === 0 ? undefined : index.get(withoutFragment(URL.parse(path, base)) ?? '')
    },
    urlOf: (path, from) => {
      const base = baseOf(from)
      return base === fileUrl(from.file) ? undefined : withoutFragment(URL.parse(path, base))
    },
  }
}

const fileUrl = (file: string): string => URL.parse(file, NOWHERE)?.href ?? NOWHERE

const idOf = (schema: { readonly [key: string]: unknown }, base: string): string | undefined => {
  const id = own(schema, '$id')
  return typeof id === 'string' ? withoutFragment(URL.parse(id, base)) : undefined
}

const withoutFragment = (url: URL | null): string | undefined => url?.href.replace(/#.*$/s, '')
