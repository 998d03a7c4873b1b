import { child, type Located, type Location, root, tokens } from '../../json/location.ts'
import { getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import { type Role, walk } from './walk.ts'

/**
 * URLs of a document's schemas (by `$id`) and files (by `$self` and by location).
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.1
 */
export type BaseUris = {
  /** Returns the innermost schema with `$id` around a location, to which references without a path are relative. */
  readonly resourceOf: (from: Location) => Located | undefined
  /** Returns the schemas and files that have the URL of a reference's path, by `$id` or `$self`; at most two. */
  readonly declared: (path: string, from: Location) => readonly Located[]
  /** Returns the file at the URL of a reference's path; for an empty path, the schema around the location. */
  readonly located: (path: string, from: Location) => Located | undefined
  /** Returns the URL of a reference's path; undefined if it is relative to the location of the file alone. */
  readonly urlOf: (path: string, from: Location) => string | undefined
}

/**
 * Base URL of a document whose location is unknown, with a folder so that `..` can leave it.
 * @see https://www.rfc-editor.org/rfc/rfc2606#section-2
 */
const NOWHERE = 'https://document.invalid/folder/'

/**
 * Creates an index of URLs, which is built on first use: most documents don't need it.
 * @param mayDeclare false if no schema has `$id` and no file has `$self`
 */
export function createBaseUris(files: ReadonlyMap<string, unknown>, mayDeclare = true): BaseUris {
  let declarations: ReadonlyMap<string, readonly Located[]> | undefined
  let locations: ReadonlyMap<string, Located> | undefined
  const baseOfFile = (file: string): string => selfOf(files.get(file), fileUrl(file)) ?? fileUrl(file)
  const wholeFile = (file: string): Located => ({ value: files.get(file), at: root(file) })

  const collectDeclared = (): Map<string, readonly Located[]> => {
    const found = new Map<string, readonly Located[]>()
    const add = (url: string, node: Located): void => {
      const others = found.get(url) ?? []
      // Two are enough to see that a URL is ambiguous. A YAML alias is the same schema.
      if (others.length < 2 && others[0]?.value !== node.value) found.set(url, [...others, node])
    }
    // Sorted, so that the two that are reported do not depend on the order of reading.
    for (const file of [...files.keys()].sort()) {
      const self = selfOf(files.get(file), fileUrl(file))
      if (self !== undefined) add(self, wholeFile(file))
      const enter = (schema: Located<Mapping>, { byName }: Role): boolean => {
        if (byName || !isResource(schema.value)) return true
        const { parent } = schema.at
        const url = around(schema.at).base
        // An `$id` that is empty or not a URL is ignored.
        if (url !== (parent ? around(parent).base : baseOfFile(file))) add(url, schema)
        return true
      }
      walk(wholeFile(file), { enter, sorted: true })
    }
    return found
  }

  /** Returns the innermost schema with `$id` around a location, and the base URL inside it. */
  const around = (from: Location): { base: string; resource: Located | undefined } => {
    let node = wholeFile(from.file)
    let base = baseOfFile(from.file)
    let resource: Located | undefined
    const enter = (): void => {
      if (!isMapping(node.value) || !isResource(node.value)) return
      base = urlInside(node.value, base)
      resource = node
    }
    enter()
    for (const token of tokens(from)) {
      node = { value: memberOf(node.value, token), at: child(node.at, token) }
      enter()
    }
    return { base, resource }
  }

  /** Does the same as `around` without the URL, which most references do not need. */
  const resourceOf = (from: Location): Located | undefined => {
    let found: Located | undefined
    const valueAt = (at: Location): unknown => {
      const value = at.parent === undefined ? files.get(at.file) : memberOf(valueAt(at.parent), at.key)
      if (isMapping(value) && isResource(value)) found = { value, at }
      return value
    }
    valueAt(from)
    return found
  }

  return {
    resourceOf,
    declared: (path, from) => {
      if (!mayDeclare) return []
      const url = urlFrom(path, around(from).base)
      if (url === undefined) return []
      // Indexing all files takes as long as parsing them; a reference to the own file does not need it.
      if (url === baseOfFile(from.file)) return [wholeFile(from.file)]
      declarations ??= collectDeclared()
      return declarations.get(url) ?? []
    },
    located: (path, from) => {
      const { base, resource } = around(from)
      if (path === '') return resource
      locations ??= new Map([...files.keys()].map(file => [fileUrl(file), wholeFile(file)]))
      const url = urlFrom(path, base)
      return url === undefined ? undefined : locations.get(url)
    },
    urlOf: (path, from) => {
      const { base } = around(from)
      return base === fileUrl(from.file) ? undefined : urlFrom(path, base)
    },
  }
}

const memberOf = (value: unknown, key: string | number): unknown =>
  isMapping(value) ? getOwn(value, String(key)) : Array.isArray(value) ? value[Number(key)] : undefined

/** Returns the URL of a file; a made-up one unless the file is from the web. */
export function fileUrl(file: string): string {
  return URL.parse(file, NOWHERE)?.href ?? NOWHERE
}

/**
 * Resolves a reference against a base URL, without its fragment.
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-5
 */
export function urlFrom(reference: string, base: string): string | undefined {
  return withoutFragment(URL.parse(reference, base))
}

/**
 * Returns the base URL inside an object, given the one around it.
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.1
 */
export function urlInside(node: Mapping, base: string): string {
  return isResource(node) ? (urlFrom(node.$id, base) ?? base) : base
}

/**
 * Returns the URL in `$self` of a 3.2 document, which can be relative to its location.
 * @see https://spec.openapis.org/oas/v3.2.0.html#oas-self
 */
export function selfOf(document: unknown, base = NOWHERE): string | undefined {
  if (!isMapping(document)) return undefined
  const self = getOwn(document, '$self')
  const is32 = /^3\.2\b/.test(String(getOwn(document, 'openapi')))
  return is32 && typeof self === 'string' ? urlFrom(self, base) : undefined
}

/** Returns true for a schema with its own URL. Before 2019-09, an `$id` that is a fragment was an anchor. */
export function isResource(schema: Mapping): schema is Mapping & { readonly $id: string } {
  const id = getOwn(schema, '$id')
  return typeof id === 'string' && !id.startsWith('#')
}

const withoutFragment = (url: URL | null): string | undefined => url?.href.replace(/#.*$/s, '')
