import { fileUrl } from '../openapi/references/base-uris.ts'
import type { ExternalReferences } from '../openapi/references/external-references.ts'
import { isUrl } from '../openapi/references/uri.ts'

/** Queue of the files that are still to be read. */
export type WantedFiles = {
  readonly add: (found: ExternalReferences) => void
  /** Returns the names to read now, each once; empty when all files are read. */
  readonly next: () => readonly string[]
  /** Returns true if a file must be parsed; false if only descriptions refer to it. */
  readonly isPart: (name: string) => boolean
  /** Returns all names referred to, without those whose URL is that of a schema's `$id` or a file's `$self`. */
  readonly needed: () => ReadonlySet<string>
  /** Returns true if a schema has `$id` or a file has `$self`. */
  readonly declaresUrls: () => boolean
}

/** Name of a file, and the URLs that references to it resolve to; without them, the URL of its location. */
type Wanted = { readonly name: string; readonly urls?: ReadonlySet<string> }

/**
 * Creates the queue. Files whose URL is that of a schema's `$id` or a file's `$self` are not read.
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-9.1.2
 */
export function createWantedFiles(rootName: string): WantedFiles {
  const declared = new Set<string>()
  const parts = new Set<string>()
  const asked = new Set([rootName])
  const ever: Wanted[] = []
  let open: Wanted[] = []

  const isDeclared = ({ name, urls = new Set([fileUrl(name)]) }: Wanted): boolean => urls.isSubsetOf(declared)
  const isOpen = (one: Wanted): boolean => !asked.has(one.name) && (declared.size === 0 || !isDeclared(one))

  const add = (found: ExternalReferences): void => {
    for (const url of found.declared) declared.add(url)
    const wanted: Wanted[] = [...found.files].map(name => ({ name }))
    for (const [name, urls] of found.unlessDeclared) wanted.push({ name, urls })
    for (const { name } of wanted) parts.add(name)
    for (const name of found.texts) wanted.push({ name })
    for (const one of wanted) {
      ever.push(one)
      open.push(one)
    }
  }

  const next = (): readonly string[] => {
    open = open.filter(isOpen)
    // The web comes last: any file of the folder may declare the URL.
    const inFolder = open.filter(({ name }) => !isUrl(name))
    const names = new Set((inFolder.length > 0 ? inFolder : open).map(({ name }) => name))
    for (const name of names) asked.add(name)
    return [...names]
  }

  return {
    add,
    next,
    isPart: name => parts.has(name),
    needed: () => new Set(ever.filter(one => !isDeclared(one)).map(({ name }) => name)),
    declaresUrls: () => declared.size > 0,
  }
}
