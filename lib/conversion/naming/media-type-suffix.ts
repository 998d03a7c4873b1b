import { sha256 } from '../../util/hash.ts'

const SHORT: Readonly<Record<string, string>> = {
  'application/json': 'json',
  'application/xml': 'xml',
  'text/xml': 'text_xml',
  'application/x-www-form-urlencoded': 'form',
  'multipart/form-data': 'multipart',
  'application/octet-stream': 'binary',
  'text/plain': 'text',
  'text/html': 'html',
  'text/csv': 'csv',
  'application/pdf': 'pdf',
  '*/*': 'any',
}

const MAX_SUFFIX = 60

/** Returns the suffix without its hash, if it has one. */
export function suffixStem(mediaTypes: readonly string[]): string {
  return wordsOf(mediaTypes) ?? 'types'
}

/** Returns the suffix of a definition's name for its media types: `json_xml` for `application/json` and `application/xml`. */
export function setSuffix(mediaTypes: readonly string[]): string {
  return wordsOf(mediaTypes) ?? `types_${sha256(mediaTypes.join(' ')).slice(0, 8)}`
}

/** Returns the words of the media types; undefined if there are none, or too many. */
const wordsOf = (mediaTypes: readonly string[]): string | undefined => {
  const words = mediaTypes.map(name => SHORT[name] ?? name.replaceAll(/[^a-zA-Z0-9]+/g, '_').replaceAll(/^_+|_+$/g, ''))
  const suffix = words.join('_').toLowerCase()
  return suffix.length > 0 && suffix.length <= MAX_SUFFIX ? suffix : undefined
}
