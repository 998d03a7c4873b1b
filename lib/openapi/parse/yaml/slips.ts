import { COLLECTION_STYLE, EVENT_ID, type parseEvents, SCALAR_STYLE } from 'js-yaml'

/** Event of the YAML parser. */
export type YamlEvent = ReturnType<typeof parseEvents>[number]

/** Lines of quoted strings and flow collections that are not indented enough: index from 0, and the spaces that each lacks. */
export type Slips = ReadonlyMap<number, number>

/** Quoted string or flow collection that continues on the next line. */
type Open = { quote: '"' | "'" | ''; depth: number; readonly column: number }

/** Beginning of a line in block context: indentation, indicators of entries, key, tags and anchors. */
const LINE =
  /^(?:--- +)?( *)((?:[-?:] +)*)((?:(?:"[^"\\]*(?:\\.[^"\\]*)*"|'[^']*(?:''[^']*)*') *|[^\s"'[{|>#&!*].*?):(?=\s|$) *)?((?:[&!]\S* +)*)/

/**
 * Finds the lines of quoted strings and flow collections that are not indented enough, by a simplified reading of YAML.
 * It can be wrong for unusual documents, so its result must be verified.
 * @see https://yaml.org/spec/1.2.2/#65-line-folding
 */
export function findSlips(text: string): Slips {
  const slips = new Map<number, number>()
  let open: Open | undefined
  /** Column of the entry whose block scalar or plain scalar continues. */
  let scalar: number | undefined
  for (const [index, line] of text.split('\n').entries()) {
    const indent = line.search(/[^ ]|$/)
    if (line.trim() === '') continue
    if (open !== undefined) {
      if (indent <= open.column) slips.set(index, open.column + 1 - indent)
      open = scanFlow(line, indent, open)
      continue
    }
    if (scalar !== undefined && indent > scalar) continue
    scalar = undefined
    if (line[indent] === '#') continue
    const [whole = '', spaces = '', entries = '', key = ''] = LINE.exec(line) ?? []
    const column = spaces.length + entries.length
    const first = line[whole.length]
    if (first === '"' || first === "'") open = scanFlow(line, whole.length + 1, { quote: first, depth: 0, column })
    else if (first === '[' || first === '{') open = scanFlow(line, whole.length, { quote: '', depth: 0, column })
    else if (first !== undefined && first !== '#' && first !== '\r')
      scalar = key === '' ? spaces.length + Math.max(0, entries.trimEnd().length - 1) : column
  }
  return slips
}

/** Reads one line of a quoted string or flow collection; undefined if it ends there. */
const scanFlow = (line: string, from: number, open: Open): Open | undefined => {
  let { quote, depth } = open
  /** Last character that is not white space, outside of quotes. */
  let before = ','
  for (let i = from; i < line.length; i++) {
    const char = line[i]
    if (quote === '"') {
      if (char === '\\') i++
      else if (char === '"') quote = ''
    } else if (quote === "'") {
      if (char !== "'") continue
      if (line[i + 1] === "'") i++
      else quote = ''
    } else if (char === '"' || char === "'") {
      // Inside a plain scalar, a quote is a character.
      if ('[{,:?'.includes(before)) quote = char
    } else if (char === '#') {
      if (/\s/.test(line[i - 1] ?? ' ')) break
    } else if (char === '[' || char === '{') depth++
    else if (char === ']' || char === '}') depth--
    if (quote === '' && depth <= 0) return undefined
    if (char !== undefined && char !== ' ' && char !== '\t') before = char
  }
  return { quote, depth, column: open.column }
}

/** Adds the lacking spaces; undefined if they are more than the text. */
export function indentSlips(text: string, slips: Slips): string | undefined {
  let added = 0
  for (const spaces of slips.values()) added += spaces
  if (added > Math.max(text.length, MIN_ADDED)) return undefined
  return text
    .split('\n')
    .map((line, index) => `${' '.repeat(slips.get(index) ?? 0)}${line}`)
    .join('\n')
}

/** Spaces that can be added to a text of any length. */
const MIN_ADDED = 1_000_000

/**
 * Returns true if indentation has no meaning in all corrected lines: no node in block context begins there, and no block
 * scalar contains them.
 * @param text corrected text, whose events these are
 */
export function areInFlow(text: string, events: readonly YamlEvent[], slips: Slips): boolean {
  const lines = startsOf(text, slips)
  const contexts: boolean[] = []
  let next = 0
  for (const event of events) {
    if (event.type === EVENT_ID.POP) {
      contexts.pop()
      continue
    }
    const isBlock = contexts.at(-1) !== true
    const start = startOf(event)
    while (Number.isFinite(start) && next < lines.length && (lines[next]?.end ?? 0) < start) next++
    const line = lines[next]
    const end = event.type === EVENT_ID.SCALAR && isBlockScalar(event.style) ? event.valueEnd : start
    if (isBlock && Number.isFinite(start) && line !== undefined && line.start <= end) return false
    if (event.type === EVENT_ID.DOCUMENT) contexts.push(false)
    else if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE)
      contexts.push(event.style === COLLECTION_STYLE.FLOW)
  }
  return true
}

const isBlockScalar = (style: number): boolean =>
  style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK

/** Returns the offset where a node begins; infinite for a document or an empty node. */
const startOf = (event: Exclude<YamlEvent, { type: typeof EVENT_ID.POP }>): number => {
  if (event.type === EVENT_ID.DOCUMENT) return Number.POSITIVE_INFINITY
  if (event.type === EVENT_ID.ALIAS) return event.anchorStart
  const starts = [event.tagStart, event.anchorStart, event.type === EVENT_ID.SCALAR ? event.valueStart : event.start]
  return Math.min(...starts.filter(start => start >= 0), Number.POSITIVE_INFINITY)
}

/** Returns the offsets of the first character and of the end of each line. */
const startsOf = (text: string, slips: Slips): { readonly start: number; readonly end: number }[] => {
  const found: { start: number; end: number }[] = []
  let offset = 0
  for (const [index, line] of text.split('\n').entries()) {
    if (slips.has(index)) found.push({ start: offset + line.search(/[^ ]|$/), end: offset + line.length })
    offset += line.length + 1
  }
  return found
}
