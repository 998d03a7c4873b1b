/** Phrases that messages and docstrings must not use, with the words to use instead. See CONTRIBUTING.md. */
const BANNED: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/\bstands?\b/i, 'is'],
  [/\btold\b|\btells?\b/i, 'reported, reports'],
  [/\bleads? nowhere\b/i, "can't be resolved"],
  [/\bat hand\b/i, 'available'],
  [/\bnobody\b|\banybody\b/i, 'no caller, no user'],
  [/\bwhatever\b/i, 'any'],
  [/\b(?:is|are) no\b(?! (?:longer|more)\b)/i, 'is not'],
  [/\bleft out\b|\bleav(?:es?|ing) out\b/i, 'ignored, skipped'],
  [/\bbeside\b/i, 'next to, with'],
  [/\bmisses\b/i, 'lacks'],
  [/\bsays?\b|\bsaid\b/i, 'has, reports'],
]

/** First words of a docstring that make it a clause instead of a description. */
const OPENINGS = /^(?:What|Whether|Where|How|Why|Who|When)\b/

/** Returns the banned phrases of a text, each with the words to use instead. */
export function bannedPhrases(text: string): string[] {
  return BANNED.flatMap(([phrase, instead]) => {
    const [found] = phrase.exec(text) ?? []
    return found === undefined ? [] : [`"${found}" (write: ${instead})`]
  })
}

/** Returns the banned phrases of a docstring, and its first word if that makes it a clause. */
export function bannedInDocstring(docstring: string): string[] {
  const [opening] = OPENINGS.exec(docstring) ?? []
  return [...(opening === undefined ? [] : [`begins with "${opening}"`]), ...bannedPhrases(docstring)]
}
