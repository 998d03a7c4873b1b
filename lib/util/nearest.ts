/** Longest word that is compared, in characters. */
const MAX_LENGTH = 100

/**
 * Returns the candidate that is most like a word, without regard to upper and lower case; undefined if none is: more than a
 * third of the word would have to change.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase()
  if (wanted.length > MAX_LENGTH) return undefined
  let best: string | undefined
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) >= least) continue
    const changes = editDistance(wanted, candidate.toLowerCase())
    if (changes >= least) continue
    least = changes
    best = candidate
  }
  return best
}

/** Returns the number of characters to insert, delete or replace, or of neighbours to exchange. */
const editDistance = (from: string, to: string): number => {
  let before: number[] = []
  let row = Array.from({ length: to.length + 1 }, (_, i) => i)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      const isExchanged = from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      const exchanged = isExchanged ? (before[j - 2] ?? Number.POSITIVE_INFINITY) + 1 : replaced
      next.push(Math.min(replaced, exchanged, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    before = row
    row = next
  }
  return row[to.length] ?? 0
}
