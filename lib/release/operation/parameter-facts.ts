/** Facts about a parameter that a payload has only in the notes of its description. */
export type ParameterFacts = {
  readonly isDeprecated: boolean
  /** Allowed values, or those of each item; undefined if any value is allowed. */
  readonly allowed?: readonly string[]
  /** Number of allowed values that are not listed. */
  readonly more: number
  readonly format?: string
  /** Sentence about the form of the value. */
  readonly serialisation?: string
  /** Phrases that restrict the value, by their unit: `at least 3 characters`. */
  readonly restrictions: readonly string[]
  /** Sentences that can only be compared as a whole. */
  readonly other: readonly string[]
  /** The whole note. */
  readonly text: string
}

/** Description of an action or trigger, without the notes of its parameters. */
export type DescriptionParts = {
  readonly text: string
  readonly isDeprecated: boolean
  /** Notes by `in` and name. */
  readonly notes: ReadonlyMap<string, string>
  /** True if notes are missing, since the description is too long. */
  readonly isCut: boolean
}

const NOTES = '**Parameters**\n'
const DEPRECATED = '**Deprecated.**'

/** Splits the description of a payload into its text and the notes of parameters. */
export function describedParts(description = ''): DescriptionParts {
  const start = description.startsWith(NOTES) ? 0 : description.lastIndexOf(`\n\n${NOTES}`)
  const [text, notes] =
    start < 0 ? [description, ''] : [description.slice(0, start), description.slice(start).trimStart()]
  const paragraphs = text.split('\n\n')
  const lines = notes.split('\n').slice(1)
  return {
    text: paragraphs.filter(paragraph => paragraph !== DEPRECATED).join('\n\n'),
    isDeprecated: paragraphs.includes(DEPRECATED),
    notes: new Map(lines.flatMap(readNote)),
    isCut: lines.some(line => line.startsWith('- … and ')),
  }
}

/** Returns the key of a parameter: headers have no case. */
export function parameterKey({ name, in: location }: { readonly name: string; readonly in: string }): string {
  return `${location} ${location === 'header' ? name.toLowerCase() : name}`
}

const NOTE = /^- (`+)( ?)(.*?)\2\1 \((cookie|header|path|query)\): (.*)$/

const readNote = (line: string): [string, string][] => {
  const [, , , name = '', location = '', text = ''] = NOTE.exec(line) ?? []
  return text === '' ? [] : [[parameterKey({ name, in: location }), text]]
}

const SPAN = /(?:`[^`]+`|``+ ?.+? ?``+)/.source
const ALLOWED = new RegExp(`(?:^|[.!?:;…] )(?:Allowed|Items): (${SPAN}(?:, ${SPAN})*)(?: and (\\d+) more)?\\.(?= |$)`)
const FORMAT = /(?:^|[.!?:;…`] )Format: (\S+)\.(?= |$)/
const SERIALISATION =
  /(?:^|[.!?:;…`] )(Written as \S+\.|(?:A list|An object|A value)[^.]*?, written (?:with tabs between|[^`]*`.*?`[^.]*)\.)(?= |$)/
const NUMBER = '-?[\\d.]+(?:e[-+]?\\d+)?'
const PHRASE = new RegExp(
  `^(?:${NUMBER} to ${NUMBER}|(?:at least|at most|exactly|greater than|less than) ${NUMBER}|multiple of ${NUMBER}|each item once)( \\w+)?$|^pattern ${SPAN}$`,
  'i',
)
const TYPE = /^(?:string|number|integer|boolean|array|object)(?: or \w+)*$/i
const WHOLE = /(?:^|[.!?:;…`] )((?:One of|Properties): .*?\.)(?= (?:A list|An object|Written|Default|Example)|$)/

/** Reads the facts of a note. */
export function readFacts(text: string): ParameterFacts {
  const [, allowed, more] = ALLOWED.exec(text) ?? []
  const [, format] = FORMAT.exec(text) ?? []
  const [, serialisation] = SERIALISATION.exec(text) ?? []
  const [, whole] = WHOLE.exec(text) ?? []
  return {
    isDeprecated: text.startsWith('Deprecated.'),
    ...(allowed !== undefined && { allowed: spansOf(allowed) }),
    more: Number(more ?? 0),
    ...(format !== undefined && { format }),
    ...(serialisation !== undefined && { serialisation }),
    restrictions: restrictionsIn(text),
    other: whole === undefined ? [] : [whole],
    text,
  }
}

const spansOf = (text: string): string[] => text.match(new RegExp(SPAN, 'g')) ?? []

/** Returns the phrases of the sentences that consist of restrictions only. */
const restrictionsIn = (text: string): string[] =>
  text.split(/(?<=[.!?:;…`]) (?=[A-Z\d])/).flatMap(sentence => {
    if (!sentence.endsWith('.')) return []
    const phrases = sentence.slice(0, -1).split(/, (?=[^`]*(?:`[^`]*`[^`]*)*$)/)
    const stated = TYPE.test(phrases[0] ?? '') ? phrases.slice(1) : phrases
    return stated.length > 0 && stated.every(phrase => PHRASE.test(phrase) || phrase.startsWith('each item: '))
      ? stated.map(phrase =>
          phrase.toLowerCase() === phrase ? phrase : phrase.charAt(0).toLowerCase() + phrase.slice(1),
        )
      : []
  })
