/** Formats a value of a document for a message: as JSON on one line, cut after `limit` characters. */
export function quote(value: unknown, limit = 200): string {
  const text = JSON.stringify(value) ?? String(value)
  // The cut can split a surrogate pair.
  return text.length > limit ? `${text.slice(0, limit)}…`.toWellFormed() : text
}
