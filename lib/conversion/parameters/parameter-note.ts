import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { canonical } from '../../json/canonical.ts'
import type { ValueShape } from '../schemas/value-shape.ts'
import { cleanedFor, ifOnlyBegun, MAX_PARAMETER_NOTE, oneLine, withinLimit } from '../text.ts'
import { isJson } from './default-value.ts'
import type { ConvertedParameter } from './operation-context.ts'
import { serialisation, withoutBackticks } from './serialization.ts'

/** Maximum number of allowed values that are listed; others are counted. */
const MAX_VALUES = 30

/** Returns facts that the platform has no field for as one Markdown list item; undefined if there are none. */
export function parameterNote(
  problems: Diagnostic[],
  { parameter, source, shape }: ConvertedParameter,
): string | undefined {
  if (source === undefined) return undefined
  const description = source.description ?? shape.description
  const short = (subject: string, text: string, whole = text): string =>
    withinLimit(problems, { at: source.at, subject, text, limit: MAX_PARAMETER_NOTE, whole })
  const shortLine = (subject: string, text: string): string =>
    short(subject, cleanedFor(MAX_PARAMETER_NOTE, text, oneLine), ifOnlyBegun(MAX_PARAMETER_NOTE, text))
  const facts = [
    source.deprecated ? 'Deprecated.' : '',
    description === undefined ? '' : sentence(shortLine('The description of the parameter', description)),
    short(
      'The list of allowed values',
      allowedValues(shape, source.content !== undefined && isJson(source.content.name)),
    ),
    source.allowEmptyValue && source.in === 'query' ? 'May be empty.' : '',
    shape.format === undefined ? '' : `Format: ${shortLine('The format of the parameter', shape.format)}.`,
    source.expression === undefined
      ? ''
      : `Written \`${withoutBackticks(shortLine('The path expression', source.expression))}\` in the path.`,
    serialisation(source, shape),
  ].filter(fact => fact !== '')
  if (facts.length === 0) return undefined
  const name = parameter.in === 'path' || parameter.name === source.name ? parameter.name : oneLine(source.name)
  return `- \`${withoutBackticks(name)}\` (${parameter.in}): ${facts.join(' ')}`
}

/** Ends a description as a sentence. */
const sentence = (text: string): string => (text === '' || '.!?:;…'.includes(text.slice(-1)) ? text : `${text}.`)

const allowedValues = ({ allowed, items }: ValueShape, asJson: boolean): string => {
  const values = allowed ?? items?.allowed
  if (values === undefined || values.length === 0) return ''
  const shown = values.slice(0, MAX_VALUES).map(value => `\`${withoutBackticks(valueText(value, asJson))}\``)
  const more = values.length > MAX_VALUES ? ` and ${values.length - MAX_VALUES} more` : ''
  return `${allowed === undefined ? 'Items' : 'Allowed'}: ${shown.join(', ')}${more}.`
}

/** Returns a string for a code span; as JSON if a code span can't show it unchanged, such as an empty string. */
const valueText = (value: unknown, asJson: boolean): string => {
  if (typeof value !== 'string' || asJson) return oneLine(canonical(value))
  const text = oneLine(value)
  return text === '' || text !== value ? oneLine(canonical(value)) : text
}
