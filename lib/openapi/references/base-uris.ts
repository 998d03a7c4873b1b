import { child, type Located, type Location, root, tokens } from '../../json/location.ts'
import { getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import { type Role, walk } from './walk.ts'

/** What a document has a URL of its own for: schemas by `$id` (JSON Schema 2020-12 section 8.2.1), files by `$self` and where they lie. */
export type BaseUris = {
  /** The innermost schema with an `$id` around a place. References that are a fragment alone are of that. */
  readonly resourceOf: (from: Location) => Located | undefined
  /** What has the URL that a reference without its fragment stands for, by `$id` or `$self`; two where several have it. */
  readonly declared: (path: string, from: Location) => readonly Located[]
  /** The file that lies where such a reference leads to; without a path, the schema around the place. */
  readonly located: (path: string, from: Location) => Located | undefined
  /** The URL that such a reference stands for; undefined where it is relative to nothing but the file's place. */
  readonly urlOf: (path: string, from: Location) => string | undefined
}

/** Where a document is as long as nobody says where it is; `.invalid` is nobody's (RFC 2606). In a folder, which can be left. */
const NOWHERE = 'https://document.invalid/folder/'

/**
 * Indexes the files' URLs when the first is asked for: most documents have none, or refer past them.
 * @param mayDeclare false where it is known that no schema has an `$id` and no file a `$self`
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
      // Two tell that there are several. A YAML alias stands for the same schema.
      if (others.length < 2 && others[0]?.value !== node.value) found.set(url, [...others, node])
    }
    // Which two of several are told does not depend on which file was read first.
    for (const file of [...files.keys()].sort()) {
      const self = selfOf(files.get(file), fileUrl(file))
      if (self !== undefined) add(self, wholeFile(file))
      const enter = (schema: Located<Mapping>, { byName }: Role): boolean => {
        if (byName || !isResource(schema.value)) return true
        const { parent } = schema.at
        const url = around(schema.at).base
        // An `$id` that is empty or no URL gives none of its own.
        if (url !== (parent ? around(parent).base : baseOfFile(file))) add(url, schema)
        return true
      }
      walk(wholeFile(file), { enter, sorted: true })
    }
    return found
  }

  /** The innermost `$id` around a place, and the URL that it gives what is inside. */
  const around = (from: Location): { base: string; resource: Located | undefined } => {
    let node = wholeFile(from.file)
    let base = baseOfFile(from.file)
    let resource: Located | undefined
    const look = (): void => {
      if (!isMapping(node.value) || !isResource(node.value)) return
      base = urlInside(node.value, base)
      resource = node
    }
    look()
    for (const token of tokens(from)) {
      const { value, at } = node
      const next = isMapping(value)
        ? getOwn(value, String(token))
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
    declared: (path, from) => {
      if (!mayDeclare) return []
      const url = urlFrom(path, around(from).base)
      if (url === undefined) return []
      // Going through all files takes as long as parsing them; that a document names itself shows without.
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

/** Where a file lies, as a URL; made up unless it is of the web. */
export function fileUrl(file: string): string {
  return URL.parse(file, NOWHERE)?.href ?? NOWHERE
}

/** The URL, without a fragment, that a reference stands for inside what has another. RFC 3986 section 5. */
export function urlFrom(reference: string, base: string): string | undefined {
  return withoutFragment(URL.parse(reference, base))
}

/** The URL that references inside an object are relative to, from that around it. JSON Schema 2020-12 section 8.2.1. */
export function urlInside(node: Mapping, base: string): string {
  return isResource(node) ? (urlFrom(node.$id, base) ?? base) : base
}

/** OpenAPI Object of 3.2, `$self`: the URL of the document, which may be relative to where it lies. */
export function selfOf(document: unknown, base = NOWHERE): string | undefined {
  if (!isMapping(document)) return undefined
  const self = getOwn(document, '$self')
  const is32 = /^3\.2\b/.test(String(getOwn(document, 'openapi')))
  return is32 && typeof self === 'string' ? urlFrom(self, base) : undefined
}

/** Before 2019-09 an `$id` could be a fragment, which is an anchor. */
export function isResource(schema: Mapping): schema is Mapping & { readonly $id: string } {
  const id = getOwn(schema, '$id')
  return typeof id === 'string' && !id.startsWith('#')
}

const withoutFragment = (url: URL | null): string | undefined => url?.href.replace(/#.*$/s, '')
