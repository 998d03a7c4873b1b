import type { Diagnostic } from '../diagnostic.ts'
import type { Parameter } from '../openapi/model.ts'
import { canonical } from '../reconcile/canonical.ts'
import type { ConvertedParameter } from './parameter.ts'
import { MAX_PARAMETER_NOTE, oneLine } from './text.ts'
import { scalarType, type ValueShape } from './value-shape.ts'
import { withinLimit } from './within-limit.ts'

/** Allowed values that are listed; more are counted. */
const MAX_VALUES = 30

/** What the platform has no field for, as one Markdown list item; undefined where there is nothing to say. */
export const parameterNote = (
  problems: Diagnostic[],
  { parameter, source, shape }: ConvertedParameter,
): string | undefined => {
  if (source === undefined) return undefined
  const description = source.description ?? shape.description
  const short = (what: string, text: string): string => withinLimit(problems, source.at, what, text, MAX_PARAMETER_NOTE)
  const facts = [
    source.deprecated ? 'Deprecated.' : '',
    description === undefined ? '' : sentence(short('The description of the parameter', oneLine(description))),
    short('The list of allowed values', allowedValues(shape)),
    shape.format === undefined ? '' : `Format: ${oneLine(shape.format)}.`,
    serialisation(source, shape),
  ].filter(fact => fact !== '')
  if (facts.length === 0) return undefined
  const name = parameter.in === 'path' || parameter.name === source.name ? parameter.name : oneLine(source.name)
  return `- \`${withoutBackticks(name)}\` (${parameter.in}): ${facts.join(' ')}`
}

/** A backtick would end the code span that the text stands in. */
const withoutBackticks = (text: string): string => (text.includes('`') ? text.replaceAll('`', "'") : text)

/** What follows is a sentence of its own. */
const sentence = (text: string): string => (text === '' || '.!?:;…'.includes(text.slice(-1)) ? text : `${text}.`)

const allowedValues = ({ allowed, items }: ValueShape): string => {
  const values = allowed ?? items?.allowed
  if (values === undefined || values.length === 0) return ''
  const shown = values.slice(0, MAX_VALUES).map(value => `\`${withoutBackticks(oneLine(asValue(value)))}\``)
  const more = values.length > MAX_VALUES ? ` and ${values.length - MAX_VALUES} more` : ''
  return `${allowed === undefined ? 'Items' : 'Allowed'}: ${shown.join(', ')}${more}.`
}

const asValue = (value: unknown): string => (typeof value === 'string' ? value : canonical(value))

/** Parameter Object, style values and examples: how an array or object is to be written into the one text. */
const serialisation = (source: Parameter, shape: ValueShape): string => {
  if (source.content !== undefined) return `Written as ${source.content.name}.`
  if (shape.types.includes('object')) return `An object, written ${objectForm(source)}.`
  return shape.types.includes('array') ? `A list${itemType(shape)}, written ${arrayForm(source)}.` : ''
}

const itemType = ({ items }: ValueShape): string =>
  items === undefined || items.types.length === 0 || items.types.includes('array') || items.types.includes('object')
    ? ''
    : ` of type ${scalarType(items)}`

const arrayForm = ({ name, style, explode, in: location }: Parameter): string => {
  const n = withoutBackticks(oneLine(name))
  if (style === 'spaceDelimited') return 'with spaces between: `a b`'
  if (style === 'tabDelimited') return 'with tabs between'
  if (style === 'pipeDelimited') return 'as `a|b`'
  if (style === 'label') return explode ? 'as `.a.b`' : 'as `.a,b`'
  if (style === 'cookie') return `as \`${n}=a; ${n}=b\``
  if (style === 'matrix') return explode ? `as \`;${n}=a;${n}=b\`` : `as \`;${n}=a,b\``
  return explode && location !== 'path' && location !== 'header' ? `as \`${n}=a&${n}=b\`` : 'as `a,b`'
}

const objectForm = ({ name, style, explode }: Parameter): string => {
  const n = withoutBackticks(oneLine(name))
  if (style === 'deepObject') return `as \`${n}[key]=value\``
  if (style === 'form') return explode ? 'as `key=value&…`, each key on its own' : 'as `key,value,…`'
  if (style === 'spaceDelimited') return 'as `key value …`'
  if (style === 'pipeDelimited') return 'as `key|value|…`'
  if (style === 'label') return explode ? 'as `.key=value`' : 'as `.key,value`'
  if (style === 'matrix') return explode ? 'as `;key=value`' : `as \`;${n}=key,value\``
  return explode ? 'as `key=value,…`' : 'as `key,value,…`'
}
