import { parseEvents, YAMLException } from 'js-yaml'
import type { Diagnostic } from '../../../diagnostics/diagnostic.ts'
import { yamlIndentation, yamlTabs } from '../../../diagnostics/kinds/file.ts'
import { diagnostic } from '../../../diagnostics/report.ts'
import type { Result } from '../../../diagnostics/result.ts'
import type { Limits } from '../limits.ts'
import { limitNesting, TooManyNodes } from './size.ts'
import { areInFlow, findSlips, indentSlips, type YamlEvent } from './slips.ts'

/** Reason why a text can't be parsed as YAML; `limit` if it is YAML but exceeds that limit. Line and column count from 1. */
export type YamlError = {
  readonly limit?: 'depth' | 'aliases' | 'merges' | 'merge-list' | 'memory'
  /** Set if a key is a collection, which is valid YAML but has no equivalent in JSON. */
  readonly complexKey?: true
  readonly message: string
  readonly line?: number
  readonly column?: number
}

/** Corrected text, its events, and the number of spaces added to each of its lines, by index. */
export type YamlEvents = {
  readonly source: string
  /** The text that was parsed: `source`, of the same length, with other characters in tags. */
  readonly parsed: string
  readonly events: YamlEvent[]
  readonly indented: ReadonlyMap<number, number>
}

/** Parses a text to events. Corrects tabs as indentation, lines that are not indented enough, and tags without a meaning. */
export function readEvents(
  text: string,
  file: string,
  limits: Pick<Limits, 'depth' | 'memory'>,
  problems: Diagnostic[],
): Result<YamlEvents, YamlError> {
  let source = text
  let tabbed = false
  let withTags = true
  const indented = new Map<number, number>()
  // Each correction is applied only for its own error, and only once, so that the loop ends.
  for (;;) {
    try {
      const parsed = withTags ? source : withLocalTags(source)
      return { ok: true, value: { source, parsed, events: parse(parsed, limits), indented } }
    } catch (error) {
      const reason = error instanceof YAMLException ? error.reason : ''
      if (hasManyLines(source, limits.memory)) return { ok: false, problem: describe(error, indented) }
      if (!tabbed && reason.startsWith('tab characters')) {
        tabbed = true
        source = source.replaceAll(/^[ \t]*\t[ \t]*/gm, indent => indent.replaceAll('\t', '  '))
        problems.push(diagnostic(yamlTabs.replaced(), `${file}#`))
        continue
      }
      if (withTags && UNREADABLE_TAG.test(reason)) {
        withTags = false
        continue
      }
      if (reason !== 'deficient indentation') return { ok: false, problem: describe(error, indented) }
      if (indented.size === 0) {
        problems.push(diagnostic(yamlIndentation.indented(), `${file}#`))
        const corrected = correctAtOnce(source, limits, withTags)
        if (corrected !== undefined) return { ok: true, value: corrected }
      }
      const line = (error as YAMLException).mark?.line ?? 0
      const mayContinue = indented.size < MAX_INDENTED && (indented.size + 1) * source.length < MAX_REREAD
      // A line that is indented already has another error.
      if (!mayContinue || indented.has(line)) return { ok: false, problem: describe(error, indented) }
      indented.set(line, INDENT)
      source = indentLine(source, line)
    }
  }
}

const parse = (source: string, { depth, memory }: Pick<Limits, 'depth' | 'memory'>): YamlEvent[] =>
  parseEvents(source, { maxDepth: limitNesting(source, depth, memory) })

/** Indents all lines that need it; undefined if that does not correct the text, or could change a value. */
const correctAtOnce = (
  text: string,
  limits: Pick<Limits, 'depth' | 'memory'>,
  withTags: boolean,
): YamlEvents | undefined => {
  const indented = findSlips(text)
  const source = indentSlips(text, indented)
  if (source === undefined) return undefined
  try {
    const parsed = withTags ? source : withLocalTags(source)
    const events = parse(parsed, limits)
    return areInFlow(source, events, indented) ? { source, parsed, events, indented } : undefined
  } catch {
    return undefined
  }
}

/** Errors of a tag whose handle is not declared, or that has a further exclamation mark. */
const UNREADABLE_TAG = /^undeclared tag handle|^tag suffix cannot contain exclamation marks/

/**
 * Replaces the handle of each tag, so that it becomes a local tag of the same length: `!a!b` becomes `!a-b`. Other strings
 * may look like tags: only the positions of the events are used.
 * @see https://yaml.org/spec/1.2.2/#691-node-tags
 */
const withLocalTags = (text: string): string =>
  text.replaceAll(/^%.*$|(?<=^|[\s[{,])!(?!<)[^\s[\]{},]+/gm, tag =>
    tag.startsWith('%') ? tag : `!${tag.slice(1).replaceAll('!', '-')}`,
  )

/** Bytes of memory that a correction takes for each line. */
const LINE_BYTES = 600

/** Returns true if a text has too many lines to correct some of them. */
const hasManyLines = (text: string, memory: number): boolean => {
  let left = memory / LINE_BYTES
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) if (--left < 0) return true
  return false
}

/** Added indentation of a single line: more than any person uses. */
const INDENT = 80
/** Lines that are corrected one by one, if correcting all at once fails. */
const MAX_INDENTED = 100
/** Characters that are parsed again, since every such line parses the text once more; takes a few seconds. */
const MAX_REREAD = 40_000_000

/**
 * Indents one line. White space at its start has no meaning, so this does not change the value.
 * @see https://yaml.org/spec/1.2.2/#65-line-folding
 */
const indentLine = (text: string, line: number): string => {
  const lines = text.split('\n')
  lines[line] = `${' '.repeat(INDENT)}${lines[line]}`
  return lines.join('\n')
}

/** Describes an error of the parser, with its position in the file. */
export function describe(error: unknown, indented: ReadonlyMap<number, number>): YamlError {
  if (error instanceof TooManyNodes) return { limit: 'memory', message: 'too many nodes' }
  // A regular expression of js-yaml that overflows the stack: only a tag of megabytes does that.
  if (error instanceof RangeError) return { message: 'a tag is too long' }
  if (!(error instanceof YAMLException)) return { message: error instanceof Error ? error.message : String(error) }
  const { reason, mark } = error
  if (reason.startsWith('nesting exceeded')) return { limit: 'depth', message: reason }
  if (reason.startsWith('aliases exceeded')) return { limit: 'aliases', message: reason }
  if (reason.startsWith('merge keys exceeded')) return { limit: 'merges', message: reason }
  return mark === undefined || mark === null
    ? { message: reason }
    : {
        ...(reason === 'abnormal merge sequence size' && { limit: 'merge-list' }),
        message: reason,
        line: mark.line + 1,
        column: mark.column + 1 - (indented.get(mark.line) ?? 0),
      }
}
