import { fileUrl } from '../openapi/references/base-uris.ts'
import type { ExternalReferences } from '../openapi/references/external-references.ts'
import { isUrl } from '../openapi/references/uri.ts'

/** Which files are still to be read, as far as the files that were read tell. */
export type WantedFiles = {
  readonly add: (found: ExternalReferences) => void
  /** What is to be read now, each name once; none when all is read. */
  readonly next: () => readonly string[]
  /** Whether a file is to be parsed; else only descriptions want it, as a text. */
  readonly isPart: (name: string) => boolean
  /** The names that were wanted, without those that turned out to mean what has their URL by `$id` or `$self`. */
  readonly needed: () => ReadonlySet<string>
  /** Whether anything has a URL by `$id` or `$self`. */
  readonly declaresUrls: () => boolean
}

/** A name, and the URLs that references to it stand for; without them, that of where it lies. */
type Wanted = { readonly name: string; readonly urls?: ReadonlySet<string> }

/** What a schema or a file has as its URL is neither read nor asked for: JSON Schema 2020-12 section 9.1.2. */
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
    // The web is asked last: any file of the folder may have what is looked for there.
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
