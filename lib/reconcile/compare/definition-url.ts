/** Resolves a URL in a stored schema to a definition's name; undefined for every other string. */
export type NameOfUrl = (url: string) => string | undefined

/**
 * Creates a resolver for URLs of definitions. The platform may write a URL differently inside of schemas (another host,
 * `gs:`), but its last segment is always the definition's unique id.
 */
export function nameOfUrl(
  definitions: Iterable<{ readonly id: string; readonly name: string; readonly url: string }>,
): NameOfUrl {
  const names = new Map<string, string>()
  for (const { id, name, url } of definitions) {
    names.set(url, name)
    names.set(id, name)
  }
  return url => names.get(url) ?? (URL_LIKE.test(url) ? names.get(lastSegment(url)) : undefined)
}

const URL_LIKE = /^[a-z][a-z0-9+.-]*:\/\/\S+$/i

const lastSegment = (url: string): string => url.slice(url.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')
