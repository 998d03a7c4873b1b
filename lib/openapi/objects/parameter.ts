import { malformed, parameterContent } from '../../diagnostics/kinds/objects.ts'
import { parameterRepeated } from '../../diagnostics/kinds/parameters.ts'
import { keywordCoerced, schemaMalformed } from '../../diagnostics/kinds/schemas.ts'
import { report } from '../../diagnostics/report.ts'
import { child, type Located } from '../../json/location.ts'
import { asText, getField, getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import { type Context, mappingAt } from './context.ts'
import { ofKind } from './expect-kind.ts'
import { flagAt, textAt, wordAt } from './fields.ts'
import { readContent } from './media-type.ts'
import type { MediaType, Parameter } from './model.ts'
import { reportUnknownFields } from './unknown-fields.ts'

/** Reads a Parameter Object of one version; undefined if it is invalid, which is reported. */
export type ReadParameter = (context: Context, node: Located<Mapping>) => Parameter | undefined

/**
 * Merges the parameters of an operation and its path item by name and location.
 * @see https://spec.openapis.org/oas/v3.2.0.html#operation-object
 */
export function readParameters(
  context: Context,
  owners: readonly Located<Mapping>[],
  read: ReadParameter,
): Parameter[] {
  const merged = new Map<string, { parameter: Parameter; owner: Located<Mapping> }>()
  // The operation comes first: its parameters override those of the path item.
  for (const owner of owners) {
    for (const node of listParameters(context, owner)) {
      const parameter = read(context, node)
      if (parameter === undefined) continue
      const key = identity(parameter)
      const known = merged.get(key)
      if (known === undefined) merged.set(key, { parameter, owner })
      else if (known.owner === owner) report(context.problems, parameterRepeated.duplicate(key), node.at)
    }
  }
  return Array.from(merged.values(), ({ parameter }) => parameter)
}

/**
 * Returns location and name; names of headers are case-insensitive.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.1
 */
const identity = ({ name, in: location }: Parameter): string =>
  `${location} ${location === 'header' ? name.toLowerCase() : name}`

/** Returns the resolved Parameter Objects of `parameters`, which can be a `$ref` itself. */
const listParameters = (context: Context, owner: Located<Mapping>): Located<Mapping>[] => {
  const resolution = context.resolver.follow(getField(owner, 'parameters'))
  if (!resolution.ok) {
    context.problems.push(resolution.problem)
    return []
  }
  const { value, at } = resolution.value
  if (value === undefined) return []
  if (!Array.isArray(value)) {
    report(context.problems, malformed.fieldType('parameters', 'an array', value), at)
    return []
  }
  return value.flatMap((item: unknown, index) => {
    const node = { value: item, at: child(at, index) }
    const reached = mappingAt(context, node, 'a Parameter Object')
    return (reached && ofKind(context, node, reached, 'parameter')) ?? []
  })
}

/**
 * Locations of parameters in all versions, by their lower-case spelling.
 * @see https://spec.openapis.org/oas/v2.0.html#parameter-object
 */
const LOCATIONS: ReadonlyMap<string, string> = new Map(
  ['query', 'path', 'header', 'cookie', 'querystring', 'body', 'formData'].map(name => [name.toLowerCase(), name]),
)

/** Returns `name`, `in` and `description`; undefined if a required field is missing, which is reported. */
export function readIdentity(
  context: Context,
  node: Located<Mapping>,
): { name: string; in: string; description: string | undefined } | undefined {
  const { value, at } = node
  const name = asText(getOwn(value, 'name'))
  const written = getOwn(value, 'in')
  if (name !== undefined && name !== '' && typeof written === 'string') {
    const location = LOCATIONS.get(written.trim().toLowerCase()) ?? written
    if (location !== written) report(context.problems, keywordCoerced.spelling(written, location), child(at, 'in'))
    // A parameter of 2.0 that is its own schema is checked as a schema, with its description.
    const isSchema = context.dialect === '2.0' && location !== 'body' && location !== 'formData'
    const description = isSchema ? asText(getOwn(value, 'description')) : textAt(context, node, 'description')
    return { name, in: location, description }
  }
  report(context.problems, malformed.fieldMissing('A parameter', 'name and in'), at)
  return undefined
}

/**
 * Reads a Parameter Object of 3.x.
 * @see https://spec.openapis.org/oas/v3.2.0.html#parameter-object
 */
export const readParameter: ReadParameter = (context, node) => {
  const { at } = node
  const identity = readIdentity(context, node)
  if (identity === undefined) return undefined
  reportUnknownFields(context, 'parameter', node)
  const style = styleAt(context, node, identity.in)
  const content = contentOf(context, node)
  const schema = getField(node, 'schema')
  if (schema.value !== undefined && !isSchema(schema.value))
    report(context.problems, schemaMalformed.notASchema(schema.value), schema.at)
  return {
    name: identity.name,
    in: identity.in,
    required: flagAt(context, node, 'required') === true,
    deprecated: flagAt(context, node, 'deprecated') === true,
    description: identity.description,
    schema: isSchema(schema.value) ? schema : undefined,
    content,
    style,
    explode: flagAt(context, node, 'explode') ?? (style === 'form' || style === 'cookie'),
    allowReserved: flagAt(context, node, 'allowReserved') === true,
    allowEmptyValue: flagAt(context, node, 'allowEmptyValue') === true,
    example: exampleOf(context, node) ?? (content?.object && exampleOf(context, content.object)),
    at,
  }
}

/**
 * Returns `example` of a parameter or media type, or the value of the first of its `examples`.
 * @see https://spec.openapis.org/oas/v3.2.0.html#example-object
 */
const exampleOf = ({ resolver }: Context, node: Located<Mapping>): unknown => {
  const single = getOwn(node.value, 'example')
  const { value: examples, at } = getField(node, 'examples')
  const [first] = isMapping(examples) ? Object.keys(examples) : []
  if (single !== undefined || !isMapping(examples) || first === undefined) return single
  const found = resolver.follow(getField({ value: examples, at }, first))
  const example = found.ok && isMapping(found.value.value) ? found.value.value : {}
  // OpenAPI 3.2 has dataValue for the same.
  return getOwn(example, 'value') ?? getOwn(example, 'dataValue')
}

/** Returns the media type of `content`, which must have exactly one and must not be used with `schema`. */
const contentOf = (context: Context, node: Located<Mapping>): MediaType | undefined => {
  const content = getField(node, 'content')
  if (content.value === undefined) return undefined
  if (getOwn(node.value, 'schema') !== undefined) {
    report(context.problems, parameterContent.schemaUsed(), content.at)
    return undefined
  }
  const [first, ...others] = readContent(context, node)
  if (first !== undefined && others.length > 0) {
    const names = others.map(({ name }) => name)
    report(context.problems, parameterContent.firstUsed(first.name, names), content.at)
  }
  return first
}

const isSchema = (value: unknown): boolean => isMapping(value) || typeof value === 'boolean'

/**
 * Styles by location of the parameter; the first is the default.
 * @see https://spec.openapis.org/oas/v3.2.0.html#style-values
 */
const STYLES: ReadonlyMap<string, readonly string[]> = new Map([
  ['query', ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject']],
  ['path', ['simple', 'label', 'matrix']],
  ['header', ['simple']],
  ['cookie', ['form']],
])

const ALL_STYLES: ReadonlySet<string> = new Set([...STYLES.values()].flat())

/** Returns the style of a parameter; reports and keeps one that OpenAPI does not define for the location. */
function styleAt(context: Context, node: Located<Mapping>, location: string): string {
  const written = textAt(context, node, 'style')
  const style = asText(wordAt(context, { value: written, at: child(node.at, 'style') }, ALL_STYLES))
  const defined = STYLES.get(location)
  if (style === undefined) return defined?.[0] ?? 'simple'
  if (defined !== undefined && !defined.includes(style) && !isCookieStyle(context, location, style)) {
    report(context.problems, malformed.style(style, location, context.dialect), child(node.at, 'style'))
  }
  return style
}

/** Returns true for the style `cookie`, defined since 3.2. */
const isCookieStyle = ({ dialect }: Context, location: string, style: string): boolean =>
  dialect === '3.2' && location === 'cookie' && style === 'cookie'
