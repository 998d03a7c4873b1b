import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Parameter } from '../../openapi/objects/model.ts'
import type { ValueShape } from '../shapes/combine-shapes.ts'
import { isSameJson } from '../shapes/value-limits.ts'
import { cleanedFor, ifOnlyBegun, MAX_PARAMETER_NOTE, oneLine, withinLimit } from '../text.ts'
import { allowedText, codeOf } from './allowed-values.ts'
import { isJson } from './default-value.ts'
import { namesFormat } from './names-format.ts'
import type { ConvertedParameter } from './operation-context.ts'
import { codeSpan, serialisation } from './serialization.ts'
import { alternativesText, namesText, restrictionsOf } from './value-note.ts'

/** Longest example that is shown, in characters. */
const MAX_EXAMPLE = 100

/** Returns facts that the platform has no field for as one Markdown list item; undefined if there are none. */
export function parameterNote(problems: Diagnostic[], converted: ConvertedParameter): string | undefined {
  const { parameter, source, shape, pattern } = converted
  if (source === undefined && pattern === undefined) return undefined
  const facts =
    source === undefined
      ? []
      : [...factsOf(problems, source, shape), defaultText(converted), exampleText(source, converted)]
  const all = [...facts, ...(pattern === undefined ? [] : patternFacts(problems, pattern))].filter(fact => fact !== '')
  if (all.length === 0) return undefined
  const isOwn = parameter.in === 'path' || source === undefined || parameter.name === source.name
  const name = isOwn ? parameter.name : oneLine(source.name)
  return `- ${codeSpan(name)} (${parameter.in}): ${all.join(' ')}`
}

/** Returns the description of an object of which each property became a parameter; undefined if there is none. */
export function objectNote(problems: Diagnostic[], { name, description, at }: Parameter): string | undefined {
  if (description === undefined) return undefined
  const text = withinLimit(problems, {
    at,
    subject: 'The description of the parameter',
    text: cleanedFor(MAX_PARAMETER_NOTE, description, oneLine),
    limit: MAX_PARAMETER_NOTE,
    whole: ifOnlyBegun(MAX_PARAMETER_NOTE, description),
  })
  return text === '' ? undefined : `- ${codeOf(name)} (query): ${sentence(text)} Each property is a parameter.`
}

const factsOf = (problems: Diagnostic[], source: Parameter, shape: ValueShape): readonly string[] => {
  const short = (subject: string, text: string, whole = text): string =>
    withinLimit(problems, { at: source.at, subject, text, limit: MAX_PARAMETER_NOTE, whole })
  const shortLine = (subject: string, text: string): string =>
    short(subject, cleanedFor(MAX_PARAMETER_NOTE, text, oneLine), ifOnlyBegun(MAX_PARAMETER_NOTE, text))
  const described = (text: string | undefined): string =>
    text === undefined ? '' : sentence(shortLine('The description of the parameter', text))
  const own = described(source.description)
  const ofSchema = source.description?.includes(shape.description ?? '') ? '' : described(shape.description)
  const known = `${own} ${ofSchema}`
  const { format, alternatives, fields } = shape
  const allowed = allowedValues(shape, source.content !== undefined && isJson(source.content.name))
  return [
    source.deprecated || shape.limits?.deprecated !== undefined ? 'Deprecated.' : '',
    own,
    ofSchema,
    short('The list of allowed values', allowed),
    source.allowEmptyValue && source.in === 'query' ? 'May be empty.' : '',
    format === undefined || namesFormat(known, format)
      ? ''
      : `Format: ${shortLine('The format of the parameter', format)}.`,
    short('The list of restrictions', asSentence(restrictionsOf(shape, known))),
    alternatives === undefined ? '' : short('The list of alternatives', `One of: ${alternativesText(alternatives)}.`),
    fields === undefined ? '' : short('The list of properties', `Properties: ${namesText(fields)}.`),
    source.expression === undefined
      ? ''
      : `Written ${codeSpan(shortLine('The path expression', source.expression))} in the path.`,
    serialisation(source, shape),
  ]
}

/** Ends a description as a sentence. */
const sentence = (text: string): string => (text === '' || '.!?:;…'.includes(text.slice(-1)) ? text : `${text}.`)

const asSentence = (text: string): string => (text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`)

const allowedValues = ({ allowed, items, alternatives }: ValueShape, asJson: boolean): string => {
  const values = allowed ?? items?.allowed
  // Values of alternatives are in their descriptions.
  if (values === undefined || values.length === 0 || (allowed !== undefined && isUnion(allowed, alternatives)))
    return ''
  return `${allowed === undefined ? 'Items' : 'Allowed'}: ${allowedText(values, asJson)}.`
}

const isUnion = (allowed: readonly unknown[], alternatives: readonly ValueShape[] | undefined): boolean =>
  alternatives !== undefined && new Set(alternatives.flatMap(shape => shape.allowed ?? [])).size === allowed.length

/** Returns the default of an array or object, unless the parameter has it as its own. */
const defaultText = ({ parameter, shape: { default: stated } }: ConvertedParameter): string => {
  if (typeof stated !== 'object' || stated === null || parameter.default !== undefined) return ''
  const text = codeOf(stated)
  return isTemplate(text) ? '' : `Default: ${text}.`
}

/** Returns true for a value that may be meant as a template of the platform. */
const isTemplate = (text: string): boolean => text.includes('{{')

/** Returns an example that is not one of the other facts. */
const exampleText = (source: Parameter, { parameter, shape }: ConvertedParameter): string => {
  const example = source.example ?? shape.example
  if (example === undefined || example === null) return ''
  const text = codeOf(example, source.content !== undefined && isJson(source.content.name))
  const isKnown =
    isSameJson(example, parameter.default) ||
    (shape.allowed ?? []).some(value => isSameJson(value, example)) ||
    typeof example === 'boolean' ||
    source.description?.includes(text.replaceAll('`', '').trim())
  return isKnown || isTemplate(text) || text.length > MAX_EXAMPLE ? '' : `Example: ${text}.`
}

/** Returns the form of a value in the path's query, and the facts about each path parameter in it. */
const patternFacts = (
  problems: Diagnostic[],
  { text, parts }: NonNullable<ConvertedParameter['pattern']>,
): readonly string[] => [
  `Written as ${codeOf(text)}.`,
  ...parts.flatMap(({ source, shape }) => {
    const facts = source === undefined ? [] : factsOf(problems, source, shape).filter(fact => fact !== '')
    return facts.length === 0 || source === undefined ? [] : [`${codeOf(`{${source.name}}`)}: ${facts.join(' ')}`]
  }),
]
