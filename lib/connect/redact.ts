/** The text with each secret replaced. */
export const redact = (text: string, secrets: Iterable<string>): string => {
  let redacted = text
  for (const secret of secrets) redacted = redacted.replaceAll(secret, '[token]')
  return redacted
}

/** The first characters of an answer in one line, for an error that quotes it. Secrets are replaced before the cut. */
export const excerpt = (text: string, secrets: Iterable<string>, length = 200): string =>
  redact(text, secrets)
    .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, length)
