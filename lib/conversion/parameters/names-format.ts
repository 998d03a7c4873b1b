/** Formats whose names are ordinary words, which a description may use in another meaning. */
const WORDS = new Set(['binary', 'byte', 'date', 'double', 'duration', 'email', 'float', 'password', 'time'])

/** Returns true if a description names a format, so that a note does not repeat it. */
export function namesFormat(description: string, format: string): boolean {
  return namesWord(description, format) && (!WORDS.has(format.toLowerCase()) || /\bformat/i.test(description))
}

/** Returns true if a description has a word, in upper or lower case. */
const namesWord = (description: string, word: string): boolean => {
  const text = description.toLowerCase()
  // A format may be a megabyte long, and be that of thousands of parameters.
  if (word.length > text.length) return false
  const wanted = word.toLowerCase()
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1))
    if (!/[\w-]/.test(`${text[at - 1] ?? ''}${text[at + wanted.length] ?? ''}`)) return true
  return false
}
