/**
 * Where a value stands in a document: a file and the keys that lead to it, kept as a chain so that
 * walking costs one small object a level and text is made only where a place is spoken of.
 */
export type Location = {
  readonly file: string
  readonly parent: Location | undefined
  readonly key: string | number
  /** Where the children of a value that was put together really stand. */
  readonly moved?: ReadonlyMap<string, Location>
}

/** A value with the place it was found at. */
export type Located<T = unknown> = { readonly value: T; readonly at: Location }

export function root(file: string): Location {
  return { file, parent: undefined, key: '' }
}

export function child(parent: Location, key: string | number): Location {
  return parent.moved?.get(String(key)) ?? { file: parent.file, parent, key }
}

/** `~` and `/` as RFC 6901 section 3 escapes them. */
export function escapeToken(key: string | number): string {
  if (typeof key === 'number') return String(key)
  const tildes = key.includes('~') ? key.replaceAll('~', '~0') : key
  return tildes.includes('/') ? tildes.split('/').join('~1') : tildes
}

/** The keys from the root of the file to the place. */
export function tokens(place: Location): (string | number)[] {
  const keys: (string | number)[] = []
  for (let at = place; at.parent !== undefined; at = at.parent) keys.push(at.key)
  return keys.reverse()
}

/** `#/a/b~1c`: a JSON Pointer as URI fragment, left readable (only what would break a line is escaped). */
export function pointerOf({ file, parent, key }: Location): string {
  return parent === undefined ? `${file}#` : `${pointerOf(parent)}/${escapeToken(key)}`
}

/** Characters of a key that a report tells; a document's may have millions. */
const MAX_KEY = 1_000

/** The pointer as a report tells it. */
export function displayPointer({ file, parent, key }: Location): string {
  return parent === undefined ? `${file}#` : `${displayPointer(parent)}/${escapeToken(shortened(key))}`
}

const shortened = (key: string | number): string | number =>
  typeof key === 'string' && key.length > MAX_KEY ? `${key.slice(0, MAX_KEY - 1)}…` : key
