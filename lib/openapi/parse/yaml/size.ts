import { EVENT_ID, SCALAR_STYLE } from 'js-yaml'
import { utf8Chunks } from '../chunks.ts'
import type { YamlEvent } from './slips.ts'

/** A YAML text that has more nodes than memory allows, found before or while it is parsed. */
export class TooManyNodes extends Error {
  override readonly name = 'TooManyNodes'
}

/** Bytes of the events of one node at most, without the value that is made from them: measured with V8 of Node.js 24. */
const NODE_BYTES = 160

/** Bytes of a line while js-yaml makes the excerpt of an error. */
const LINE_BYTES = 52

/** Bytes of a directive, which js-yaml reads before the first node. */
const DIRECTIVE_BYTES = 640

/** Nodes for an empty key or value, which the parser adds without asking for the limit of nesting. */
const EXPLICIT_KEY_NODES = 3

const TAB = 0x09
const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d
const SPACE = 0x20
const PERCENT = 0x25
const SINGLE_QUOTE = 0x27
const COMMA = 0x2c
const DASH = 0x2d
const COLON = 0x3a
const DOT = 0x2e
const QUESTION_MARK = 0x3f
const BACKSLASH = 0x5c

/**
 * Returns the limit of nesting for the YAML parser. For a text that can have too many nodes, the limit counts them:
 * js-yaml compares it with the nesting before it reads a node.
 * @throws TooManyNodes during that comparison, or at once
 */
export function limitNesting(text: string, depth: number, memory: number): number {
  const most = Math.floor(memory / NODE_BYTES)
  if (text.length <= most) return depth
  const { indicators, lines, directives } = countIndicators(text)
  if (lines * LINE_BYTES + directives * DIRECTIVE_BYTES > memory) throw new TooManyNodes()
  let nodes = indicators
  const limit = {
    valueOf: (): number => {
      nodes++
      if (nodes > most) throw new TooManyNodes()
      return depth
    },
  }
  // js-yaml declares a number, but only compares.
  return limit as unknown as number
}

/** Counts of a text; `indicators` are those with which a node can be empty. */
type Counts = { readonly indicators: number; readonly lines: number; readonly directives: number }

/** Counts the indicators with which a node can be empty: lines that begin with one, explicit keys, and commas. */
const countIndicators = (text: string): Counts => {
  let found = 0
  let lines = 1
  let directives = 0
  let atStart = true
  let before = LINE_FEED
  for (const bytes of utf8Chunks(text)) {
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i] ?? 0
      if (byte === PERCENT && (before === LINE_FEED || before === CARRIAGE_RETURN)) directives++
      const isBreak = byte === LINE_FEED || byte === CARRIAGE_RETURN
      const isSpace = isBreak || byte === SPACE || byte === TAB
      if (isSpace && before === QUESTION_MARK) found += EXPLICIT_KEY_NODES
      // Before a comma, a key can have no value, and a pair can be an object of its own.
      if (byte === COMMA) found++
      if (isBreak) {
        atStart = true
        lines++
      } else if (atStart && !isSpace) {
        atStart = false
        if (byte === DASH || byte === COLON || byte === DOT) found++
      }
      before = byte
    }
  }
  return { indicators: found, lines, directives }
}

type Scalar = Extract<YamlEvent, { type: typeof EVENT_ID.SCALAR }>

/** Bytes of an event, by its type, and of the value that is made from it. */
type Bytes = { readonly event: number; readonly value: number }
const SCALAR: Bytes = { event: 128, value: 32 }
const MAPPING: Bytes = { event: 96, value: 164 }
const SEQUENCE: Bytes = { event: 96, value: 40 }
const DOCUMENT: Bytes = { event: 96, value: 16 }
const ALIAS: Bytes = { event: 56, value: 8 }
const POP: Bytes = { event: 40, value: 0 }
/** Bytes of an anchor while the file is read. */
const ANCHOR = 130

const BYTES: Readonly<Record<YamlEvent['type'], Bytes>> = {
  [EVENT_ID.DOCUMENT]: DOCUMENT,
  [EVENT_ID.SEQUENCE]: SEQUENCE,
  [EVENT_ID.MAPPING]: MAPPING,
  [EVENT_ID.SCALAR]: SCALAR,
  [EVENT_ID.ALIAS]: ALIAS,
  [EVENT_ID.POP]: POP,
}

/** Memory that the value of a file takes at most, in bytes: while it is made from its events, and afterwards. */
export type ValueMemory = { readonly making: number; readonly made: number }

/** Character that makes V8 store a text with two bytes per character. */
const TWO_BYTES = /[\u0100-\uffff]/

/** Returns the memory that is left for the values of a text: one byte per character is in the limit of bytes already. */
export function memoryLeft(text: string, memory: number): number {
  return TWO_BYTES.test(text) ? memory - text.length : memory
}

/** Returns an upper bound, measured with V8 of Node.js 24. */
export function memoryOfEvents(events: readonly YamlEvent[], source: string): ValueMemory {
  let making = 0
  let made = 0
  for (const event of events) {
    const { event: own, value } = BYTES[event.type]
    const pieces = event.type === EVENT_ID.SCALAR && !event.fast ? memoryOfPieces(source, event) : 0
    making += own + value + pieces
    made += value + pieces
    if ('anchorStart' in event && event.anchorStart >= 0) making += ANCHOR
  }
  return { making, made }
}

/** Bytes of a line of a block scalar, of a line of another scalar, of an escape, and of a single quote, of which each needs two. */
const BLOCK_LINE = 144
const FOLDED_LINE = 96
const ESCAPE = 96
const HALF_QUOTE = 32

/** Returns the memory of a string that js-yaml joins from pieces: V8 keeps the pieces until the string is read. */
const memoryOfPieces = (source: string, { style, valueStart, valueEnd }: Scalar): number => {
  const isBlock = style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK
  const line = isBlock ? BLOCK_LINE : FOLDED_LINE
  let bytes = 0
  for (let i = Math.max(0, valueStart); i < valueEnd; i++) {
    const code = source.charCodeAt(i)
    if (code === LINE_FEED || code === CARRIAGE_RETURN) bytes += line
    else if (code === BACKSLASH && style === SCALAR_STYLE.DOUBLE_QUOTED) {
      bytes += ESCAPE
      i++
    } else if (code === SINGLE_QUOTE && style === SCALAR_STYLE.SINGLE_QUOTED) bytes += HALF_QUOTE
  }
  return bytes
}
