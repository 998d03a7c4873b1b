/** Returns the name of the definition that a URL in a stored schema refers to; undefined for any other string. */
export type NameOfUrl = (url: string) => string | undefined

/**
 * Creates the lookup of definitions by URL. The platform may write a URL in another form inside schemas (another host,
 * `gs:`); all forms end in the definition's unique id.
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
