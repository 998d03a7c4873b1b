/** Tells which definition a URL in a stored schema means; undefined for every other text. */
export type NameOfUrl = (url: string) => string | undefined

/**
 * The platform gives each schema a URL, and may write it in another way inside of schemas (another host, `gs:`). All of
 * them end in the definition's id, which is unique.
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
