/**
 * Splits a reference at its fragment.
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-4.1
 */
export function splitReference(ref: string): { readonly path: string; readonly fragment: string } {
  const hash = ref.indexOf('#')
  return hash === -1 ? { path: ref, fragment: '' } : { path: ref.slice(0, hash), fragment: ref.slice(hash + 1) }
}

/**
 * Resolves the path of a reference in a file to the name of a file; undefined if it is outside the document's folder.
 * A name that looks like a URL keeps its `./` prefix.
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-5
 */
export function resolveFile(path: string, from: string): string | undefined {
  if (path === '') return from
  if (isUrl(path) || isUrl(from)) return URL.parse(path, isUrl(from) ? from : undefined)?.href
  const decoded = decodeFragment(path)
  if (decoded.startsWith('/') || decoded.includes('\\')) return undefined
  const segments: string[] = []
  for (const segment of [...from.split('/').slice(0, -1), ...decoded.split('/')]) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') segments.push(segment)
    else if (segments.pop() === undefined) return undefined
  }
  return fileName(segments.join('/'))
}

/** Returns the name of a file for its path in the document's folder. */
export function fileName(path: string): string {
  return isUrl(path) ? `./${path}` : path
}

/** Returns the path in the document's folder for the name of a file. */
export function pathOf(name: string): string {
  return name.startsWith('./') ? name.slice(2) : name
}

/** Returns true for a reference without any characters, which refers to nothing. */
export function isEmptyReference(ref: string): boolean {
  return ref.trim() === ''
}

/** Returns true for an absolute URL, or one without a scheme (`//host`). */
export function isUrl(path: string): boolean {
  return /^[a-z][a-z0-9+.-]*:|^\/\//i.test(path)
}

/** Percent-decodes a fragment; returns an invalid one unchanged. */
export function decodeFragment(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
