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

/** `application/json`, `application/xml` → `json_xml`: what tells a definition from its kin with other media types. */
export function setSuffix(mediaTypes: readonly string[]): string {
  const words = mediaTypes.map(name => SHORT[name] ?? name.replaceAll(/[^a-zA-Z0-9]+/g, '_').replaceAll(/^_+|_+$/g, ''))
  const suffix = words.join('_').toLowerCase()
  return suffix.length > 0 && suffix.length <= MAX_SUFFIX ? suffix : `types_${sha256(mediaTypes.join(' ')).slice(0, 8)}`
}
