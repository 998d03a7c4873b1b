/**
 * Location of a value in a document: a file and the keys from its root. A chain, so that each level of a walk costs one
 * small object, and strings are made only for the locations that are displayed.
 */
export type Location = {
  readonly file: string
  readonly parent: Location | undefined
  readonly key: string | number
  /** Locations of the children, by key, if the value was composed from several places. */
  readonly moved?: ReadonlyMap<string, Location>
}

/** Value with its location. */
export type Located<T = unknown> = { readonly value: T; readonly at: Location }

/** Returns the location of a file's root. */
export function root(file: string): Location {
  return { file, parent: undefined, key: '' }
}

/** Returns the location of a field or item. */
export function child(parent: Location, key: string | number): Location {
  return parent.moved?.get(String(key)) ?? { file: parent.file, parent, key }
}

/**
 * Escapes a token of a JSON Pointer.
 * @see https://www.rfc-editor.org/rfc/rfc6901#section-3
 */
export function escapeToken(key: string | number): string {
  if (typeof key === 'number') return String(key)
  const tildes = key.includes('~') ? key.replaceAll('~', '~0') : key
  return tildes.includes('/') ? tildes.split('/').join('~1') : tildes
}

/**
 * Unescapes a token of a JSON Pointer.
 * @see https://www.rfc-editor.org/rfc/rfc6901#section-4
 */
export function unescapeToken(token: string): string {
  return token.includes('~') ? token.replaceAll('~1', '/').replaceAll('~0', '~') : token
}

/** Returns the keys from the root of the file to a location. */
export function tokens(location: Location): (string | number)[] {
  const keys: (string | number)[] = []
  for (let at = location; at.parent !== undefined; at = at.parent) keys.push(at.key)
  return keys.reverse()
}

/**
 * Returns a location as a JSON Pointer in a URI fragment after the file's name: `a.yaml#/b/c~1d`. Not percent-encoded.
 * @see https://www.rfc-editor.org/rfc/rfc6901#section-6
 */
export function pointerOf({ file, parent, key }: Location): string {
  return parent === undefined ? `${file}#` : `${pointerOf(parent)}/${escapeToken(key)}`
}

/** Longest displayed key, in characters; a key of a document can have millions. */
const MAX_KEY = 1_000

/** Returns the pointer for reports, with long keys cut. */
export function displayPointer({ file, parent, key }: Location): string {
  return parent === undefined ? `${file}#` : `${displayPointer(parent)}/${escapeToken(shortened(key))}`
}

const shortened = (key: string | number): string | number =>
  typeof key === 'string' && key.length > MAX_KEY ? `${key.slice(0, MAX_KEY - 1)}…` : key
