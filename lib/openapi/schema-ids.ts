import { visitObjects } from './members.ts'
import { child, type Located, type Place, root, tokens } from './place.ts'
import { isMapping, type Mapping, own } from './value.ts'

/** What a document has a URL of its own for: schemas by `$id` (JSON Schema 2020-12 section 8.2.1), files by `$self` and where they lie. */
export type SchemaIds = {
  /** The innermost schema with an `$id` around a place. References that are a fragment alone are of that. */
  readonly resourceOf: (from: Place) => Located | undefined
  /** The schema or file that a reference without its fragment means, seen from a place. */
  readonly find: (path: string, from: Place) => Located | undefined
  /** The URL that such a reference stands for; undefined where it is relative to nothing but the file's place. */
  readonly urlOf: (path: string, from: Place) => string | undefined
}

/** Where a document is as long as nobody says where it is; `.invalid` is nobody's (RFC 2606). In a folder, which can be left. */
const NOWHERE = 'https://document.invalid/folder/'

/** Indexes the files' URLs when the first is asked for: most documents have none, or refer past them. */
export const createSchemaIds = (files: ReadonlyMap<string, unknown>): SchemaIds => {
  let index: Map<string, Located> | undefined
  const baseOfFile = (file: string): string => selfOf(files.get(file), fileUrl(file)) ?? fileUrl(file)

  const collect = (): Map<string, Located> => {
    const found = new Map<string, Located>()
    const add = (url: string, node: Located): void => {
      if (!found.has(url)) found.set(url, node)
    }
    for (const [file, value] of files) {
      add(baseOfFile(file), { value, at: root(file) })
      add(fileUrl(file), { value, at: root(file) })
    }
    for (const [file, value] of files)
      visitObjects({ value, at: root(file) }, schema => {
        if (isResource(schema.value)) add(around(schema.at).base, schema)
        return true
      })
    return found
  }

  /** The innermost `$id` around a place, and the URL that it gives what is inside. */
  const around = (from: Place): { base: string; resource: Located | undefined } => {
    let node: Located = { value: files.get(from.file), at: root(from.file) }
    let base = baseOfFile(from.file)
    let resource: Located | undefined
    const look = (): void => {
      if (!isMapping(node.value) || !isResource(node.value)) return
      base = withoutFragment(URL.parse(node.value.$id, base)) ?? base
      resource = node
    }
    look()
    for (const token of tokens(from)) {
      const { value, at } = node
      const next = isMapping(value)
        ? own(value, String(token))
        : Array.isArray(value)
          ? value[Number(token)]
          : undefined
      node = { value: next, at: child(at, token) }
      look()
    }
    return { base, resource }
  }

  return {
    resourceOf: from => around(from).resource,
    find: (path, from) => {
      const { base, resource } = around(from)
      if (path === '') return resource
      const url = withoutFragment(URL.parse(path, base))
      // Going through all files takes as long as parsing them; that a document names itself shows without.
      if (url === baseOfFile(from.file)) return { value: files.get(from.file), at: root(from.file) }
      index ??= collect()
      return url === undefined ? undefined : index.get(url)
    },
    urlOf: (path, from) => {
      const { base } = around(from)
      return base === fileUrl(from.file) ? undefined : withoutFragment(URL.parse(path, base))
    },
  }
}

const fileUrl = (file: string): string => URL.parse(file, NOWHERE)?.href ?? NOWHERE

/** OpenAPI Object of 3.2, `$self`: the URL of the document, which may be relative to where it lies. */
export const selfOf = (document: unknown, base = NOWHERE): string | undefined => {
  if (!isMapping(document)) return undefined
  const self = own(document, '$self')
  const is32 = /^3\.2\b/.test(String(own(document, 'openapi')))
  return is32 && typeof self === 'string' ? withoutFragment(URL.parse(self, base)) : undefined
}

/** Before 2019-09 an `$id` could be a fragment, which is an anchor. */
const isResource = (schema: Mapping): schema is Mapping & { readonly $id: string } => {
  const id = own(schema, '$id')
  return typeof id === 'string' && !id.startsWith('#')
}

const withoutFragment = (url: URL | null): string | undefined => url?.href.replace(/#.*$/s, '')
