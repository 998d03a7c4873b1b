/** Splits a reference at its fragment. RFC 3986 section 4.1. */
export function splitReference(ref: string): { readonly path: string; readonly fragment: string } {
  const hash = ref.indexOf('#')
  return hash === -1 ? { path: ref, fragment: '' } : { path: ref.slice(0, hash), fragment: ref.slice(hash + 1) }
}

/**
 * The file that a reference names, seen from another; undefined where it leaves the document's folder. RFC 3986 section 5.
 * What would look like a URL keeps a `./` in front (section 4.2).
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

/** What a file of the document's folder is called among the files; and back, where it lies. */
export function fileName(path: string): string {
  return isUrl(path) ? `./${path}` : path
}

export function pathOf(name: string): string {
  return name.startsWith('./') ? name.slice(2) : name
}

export function isUrl(path: string): boolean {
  return /^[a-z][a-z0-9+.-]*:|^\/\//i.test(path)
}

export function decodeFragment(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export function unescapeToken(token: string): string {
  return token.includes('~') ? token.replaceAll('~1', '/').replaceAll('~0', '~') : token
}
