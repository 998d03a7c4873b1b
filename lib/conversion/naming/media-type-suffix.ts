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

/** Returns the suffix of a definition's name for its media types: `json_xml` for `application/json` and `application/xml`. */
export function setSuffix(mediaTypes: readonly string[]): string {
  const words = mediaTypes.map(name => SHORT[name] ?? name.replaceAll(/[^a-zA-Z0-9]+/g, '_').replaceAll(/^_+|_+$/g, ''))
  const suffix = words.join('_').toLowerCase()
  return suffix.length > 0 && suffix.length <= MAX_SUFFIX ? suffix : `types_${sha256(mediaTypes.join(' ')).slice(0, 8)}`
}
