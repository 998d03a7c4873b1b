import { readRestrictions, withoutDescription, withSortedLists } from './restriction-phrases.ts'

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
  /** Phrases that restrict the value: `at least 3 characters`. */
  readonly restrictions: readonly string[]
  /** Phrases that restrict each item of an array. */
  readonly itemRestrictions: readonly string[]
  /** Alternatives of the value, without their descriptions. */
  readonly alternatives: readonly string[]
  /** Names of the properties of an object. */
  readonly fields: readonly string[]
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
const END = / (?:A list|An object|A value|Written|Default|Example)\b/.source
const ALTERNATIVES = new RegExp(`(?:^|[.!?:;…\`] )One of: (.*?)\\.(?= Properties: |${END}|$)`)
const ALTERNATIVE = /; or (?=(?:string|number|integer|boolean|array|object)\b|`|\d+ more$)/
const FIELDS = new RegExp(`(?:^|[.!?:;…\`] )Properties: (.*?)\\.(?=${END}|$)`)

/** Reads the facts of a note. */
export function readFacts(text: string): ParameterFacts {
  const [, allowed, more] = ALLOWED.exec(text) ?? []
  const [, format] = FORMAT.exec(text) ?? []
  const [, serialisation] = SERIALISATION.exec(text) ?? []
  const [, alternatives = ''] = ALTERNATIVES.exec(text) ?? []
  const [, fields = ''] = FIELDS.exec(text) ?? []
  return {
    isDeprecated: text.startsWith('Deprecated.'),
    ...(allowed !== undefined && { allowed: spansOf(allowed) }),
    more: Number(more ?? 0),
    ...(format !== undefined && { format }),
    ...(serialisation !== undefined && { serialisation }),
    ...readRestrictions(text),
    alternatives:
      alternatives === '' ? [] : alternatives.split(ALTERNATIVE).map(text => withSortedLists(withoutDescription(text))),
    fields: fields === '' ? [] : fields.split(', '),
    text,
  }
}

const spansOf = (text: string): string[] => text.match(new RegExp(SPAN, 'g')) ?? []
