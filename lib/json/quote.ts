/** What a document says, for a sentence: as JSON, on one line, and cut where it is longer than anybody reads. */
export function quote(value: unknown, limit = 200): string {
  const text = JSON.stringify(value) ?? String(value)
  // Cut by whole characters, of which one may be half of a pair.
  return text.length > limit ? `${text.slice(0, limit)}…`.toWellFormed() : text
}
