import type { Parameter } from '../../openapi/objects/model.ts'
import type { ValueShape } from '../shapes/combine-shapes.ts'
import { scalarType } from '../shapes/value-shape.ts'
import { oneLine } from '../text.ts'
import { isPrefixed, prefixed, type Styled, writeList } from './style.ts'

/** Returns a sentence about the serialization of a parameter's value; empty for a plain scalar. */
export function serialisation(source: Parameter, shape: ValueShape): string {
  if (source.content !== undefined) return `Written as ${source.content.name}.`
  const { types } = shape
  const composed = types.includes('object') ? 'object' : types.includes('array') ? 'list' : undefined
  if (composed === undefined && !isPrefixed(source.style)) return ''
  const name = oneLine(source.name)
  // `form` is for queries and cookies; other locations have no place for the name.
  const bare = source.style === 'form' && (source.in === 'path' || source.in === 'header')
  const written = { name, style: bare ? 'simple' : source.style, explode: source.explode }
  if (composed === 'object' && source.propertyOf !== undefined)
    return `An object, written ${openForm(source.style, 'object in an object')}.`
  if (composed === 'object') return `An object, written ${objectForm(written)}.`
  if (composed === 'list') return `A list${itemType(shape)}, written ${listForm(written)}.`
  return `A value${typeName(shape)}, written as ${codeSpan(prefixed(written, 'value'))}.`
}

/**
 * Returns a string as a Markdown code span. A string with backticks has longer fences, and spaces that are not shown.
 * @see https://spec.commonmark.org/0.31.2/#code-spans
 */
export function codeSpan(text: string): string {
  const longest = (text.match(/`+/g) ?? []).reduce((most, { length }) => Math.max(most, length), 0)
  const fence = '`'.repeat(longest + 1)
  const isPadded = text.startsWith('`') || text.endsWith('`')
  return isPadded ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`
}

const itemType = ({ items }: ValueShape): string =>
  items === undefined || items.types.includes('array') || items.types.includes('object') ? '' : typeName(items)

const typeName = (shape: ValueShape): string => (shape.types.length === 0 ? '' : ` of type ${scalarType(shape)}`)

const listForm = (written: Styled): string => {
  const text = writeList(written, ['a', 'b'])
  if (text === undefined) return openForm(written.style, 'list')
  if (text === 'a b') return 'with spaces between: `a b`'
  return text === 'a\tb' ? 'with tabs between' : `as ${codeSpan(text)}`
}

const objectForm = ({ name, style, explode }: Styled): string => {
  if (style === 'deepObject') return `as ${codeSpan(`${name}[key]=value`)}`
  if (style === 'label') return `as \`${explode ? '.key=value' : '.key,value'}\``
  if (style === 'matrix') return `as ${codeSpan(explode ? ';key=value' : `;${name}=key,value`)}`
  if (style === 'simple') return `as \`${explode ? 'key=value,…' : 'key,value,…'}\``
  if (style === 'cookie' && explode) return 'as `key=value; …`'
  if (writeList({ name, style, explode }, []) === undefined) return openForm(style, 'object')
  if (explode) return 'as `key=value&…`, each key on its own'
  return `as \`${style === 'spaceDelimited' ? 'key value …' : style === 'pipeDelimited' ? 'key|value|…' : 'key,value,…'}\``
}

const openForm = (style: string, kind: string): string =>
  `as the API wants it, since OpenAPI defines the style ${codeSpan(oneLine(style))} for no ${kind}`
