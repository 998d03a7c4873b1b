type StatedRestrictions = {
  /** Phrases about the value: `at most 100 items`. */
  readonly restrictions: readonly string[]
  /** Phrases about each item: `format uuid`. */
  readonly itemRestrictions: readonly string[]
}

const NUMBER = '-?[\\d.]+(?:e[-+]?\\d+)?'
const SPAN = /(?:`[^`]+`|``+ ?.+? ?``+)/.source
const PHRASE = new RegExp(
  `^(?:${NUMBER} to ${NUMBER}|(?:at least|at most|exactly|greater than|less than) ${NUMBER}|multiple of ${NUMBER}|each item once)( \\w+)?$|^pattern ${SPAN}$|^(?:encoded as|content of type) \\S+$`,
  'i',
)
const TYPE = /^(?:string|number|integer|boolean|array|object)(?: or \w+)*$/i
const LIST = new RegExp(`\\b(with|one of) (${SPAN}(?:, ${SPAN})*)`, 'g')
const ITEMS = /^(.*?)each item: (.*)$/is

/** Reads the sentences of a note that consist of restrictions only. */
export function readRestrictions(note: string): StatedRestrictions {
  const restrictions: string[] = []
  const itemRestrictions: string[] = []
  for (const sentence of note.split(/(?<=[.!?:;…`]) (?=[A-Z\d])/)) {
    if (!sentence.endsWith('.')) continue
    const text = sentence.slice(0, -1)
    const [, outer, inner] = ITEMS.exec(text) ?? [undefined, text]
    const stated = phrasesOf(outer ?? '')
    const ofItems = inner === undefined ? [] : itemPhrases(inner)
    if (ofItems === undefined || !stated.every(phrase => PHRASE.test(phrase))) continue
    restrictions.push(...stated.map(inLowerCase))
    itemRestrictions.push(...ofItems)
  }
  return { restrictions, itemRestrictions }
}

/** Removes the description at the end: `integer, at least 1 (Number of books)`. */
export function withoutDescription(text: string): string {
  const [shown = text] = /^(?:`[^`]*`|[^`(])*(?= \()/.exec(text) ?? []
  return shown
}

/** Sorts the lists of names and values in the text of an item or alternative: their order has no meaning. */
export function withSortedLists(text: string): string {
  return text.replaceAll(LIST, (_, word: string, list: string) => `${word} ${list.split(', ').sort().join(', ')}`)
}

/** Splits a text at the commas outside of code, without the type, which has its own rule. */
const phrasesOf = (text: string): string[] => {
  const phrases = text.split(/, ?(?=[^`]*(?:`[^`]*`[^`]*)*$)/).filter(phrase => phrase !== '')
  return TYPE.test(phrases[0] ?? '') ? phrases.slice(1) : phrases
}

/** Returns the phrases about items; undefined if the text is another one. */
const itemPhrases = (text: string): string[] | undefined => {
  const [own = text, nested] = text.split(/(?:^|, )each item: /)
  const stated = withSortedLists(withoutDescription(own))
  const lists = stated.match(LIST) ?? []
  const phrases = phrasesOf(stated.replaceAll(LIST, ''))
  if (lists.length === 0 && !phrases.every(phrase => PHRASE.test(phrase) || /^format \S+$/.test(phrase)))
    return undefined
  return [...phrases, ...lists, ...(nested === undefined ? [] : [`items ${withoutDescription(nested)}`])]
}

const inLowerCase = (phrase: string): string => phrase.charAt(0).toLowerCase() + phrase.slice(1)
