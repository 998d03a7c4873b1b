/** Encoded forms of a shorter secret can be part of ordinary text. */
const MIN_ENCODED_LENGTH = 8

/** Replaces each secret in a text, plain or encoded as in a URL, JSON, HTML or base64. */
export function redact(text: string, secrets: Iterable<string>): string {
  let redacted = text
  for (const secret of secrets) for (const form of formsOf(secret)) redacted = redacted.replaceAll(form, '[token]')
  return redacted
}

/** Returns the start of a response as one line, for error messages. Secrets are replaced before the text is cut. */
export function excerpt(text: string, secrets: Iterable<string>, length = 200): string {
  return redact(text, secrets)
    .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, length)
}

const formsOf = (secret: string): Iterable<string> => {
  if (secret.length < MIN_ENCODED_LENGTH) return [secret]
  const markup = (references: Readonly<Record<string, string>>): string =>
    secret.replaceAll(/[&<>"'/=+`]/g, character => references[character] ?? character)
  return new Set([
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/'),
    markup(NAMED),
    markup({ ...NAMED, ...NUMBERED }),
    ...[0, 1, 2].map(before => base64Within(secret, before)),
  ])
}

const NAMED = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const NUMBERED = { '/': '&#x2F;', '=': '&#x3D;', '`': '&#x60;' }

/**
 * Returns the base64 characters that depend only on `text`, if `before` bytes (modulo 3) precede it.
 * @see https://www.rfc-editor.org/rfc/rfc4648#section-4
 */
const base64Within = (text: string, before: number): string => {
  const bytes = before + Buffer.byteLength(text)
  const encoded = Buffer.from('\0'.repeat(before) + text).toString('base64')
  return encoded.slice(Math.ceil((before * 8) / 6), Math.floor((bytes * 8) / 6))
}
