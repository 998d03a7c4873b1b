/** A shorter secret in another form may be a piece of anything. */
const UNMISTAKABLE = 8

/** The text with each secret replaced, also where it stands as it would in a URL, in JSON, in markup or in base64. */
export function redact(text: string, secrets: Iterable<string>): string {
  let redacted = text
  for (const secret of secrets) for (const form of formsOf(secret)) redacted = redacted.replaceAll(form, '[token]')
  return redacted
}

/** The first characters of an answer in one line, for an error that quotes it. Secrets are replaced before the cut. */
export function excerpt(text: string, secrets: Iterable<string>, length = 200): string {
  return redact(text, secrets)
    .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, length)
}

const formsOf = (secret: string): Iterable<string> => {
  if (secret.length < UNMISTAKABLE) return [secret]
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

/** The characters that stand for a text alone in the base64 of one with so many bytes before it, modulo 3. */
const base64Within = (text: string, before: number): string => {
  const bytes = before + Buffer.byteLength(text)
  const encoded = Buffer.from('\0'.repeat(before) + text).toString('base64')
  return encoded.slice(Math.ceil((before * 8) / 6), Math.floor((bytes * 8) / 6))
}
