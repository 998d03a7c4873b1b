import { reportText } from '../../diagnostics/report.ts'
import { child, type Located } from '../../json/location.ts'
import { asText, getField, getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import { quote } from '../../json/quote.ts'
import { type Context, mappingAt } from './context.ts'
import { ofKind } from './expect-kind.ts'
import { flagAt, textAt } from './fields.ts'
import { readContent } from './media-type.ts'
import type { MediaType, Parameter } from './model.ts'
import { reportUnknownFields } from './unknown-fields.ts'

/** Reads one Parameter Object of a dialect; undefined where it is none, which has been reported then. */
export type ReadParameter = (context: Context, node: Located<Mapping>) => Parameter | undefined

/** The parameters of a path item and its operation, merged by name and location. Operation Object, `parameters`. */
export function readParameters(
  context: Context,
  owners: readonly Located<Mapping>[],
  read: ReadParameter,
): Parameter[] {
  const merged = new Map<string, { parameter: Parameter; owner: Located<Mapping> }>()
  // The operation comes first, so what it says stands; a parameter of the path item only fills gaps.
  for (const owner of owners) {
    for (const node of listParameters(context, owner)) {
      const parameter = read(context, node)
      if (parameter === undefined) continue
      const key = identity(parameter)
      const known = merged.get(key)
      if (known === undefined) merged.set(key, { parameter, owner })
      else if (known.owner === owner)
        reportText(
          context.problems,
          'warning',
          'parameter-repeated',
          node.at,
          `The parameter ${key} is there already; only the first counts.`,
        )
    }
  }
  return Array.from(merged.values(), ({ parameter }) => parameter)
}

/** Names of header fields ignore case: RFC 9110 section 5.1. */
const identity = ({ name, in: location }: Parameter): string =>
  `${location} ${location === 'header' ? name.toLowerCase() : name}`

/** The mappings of a `parameters` list, references followed; the list itself may stand in a file of its own. */
const listParameters = (context: Context, owner: Located<Mapping>): Located<Mapping>[] => {
  const resolution = context.resolver.follow(getField(owner, 'parameters'))
  if (!resolution.ok) {
    context.problems.push(resolution.problem)
    return []
  }
  const { value, at } = resolution.target
  if (value === undefined) return []
  if (!Array.isArray(value)) {
    reportText(context.problems, 'warning', 'malformed', at, 'The parameters are no list; they were left out.')
    return []
  }
  return value.flatMap((item: unknown, index) => {
    const node = { value: item, at: child(at, index) }
    const reached = mappingAt(context, node, 'A parameter')
    return (reached && ofKind(context, node, reached, 'parameter')) ?? []
  })
}

/** Name and location, which every dialect's parameter must have, and the description, which each may have. */
export function readIdentity(
  context: Context,
  node: Located<Mapping>,
): { name: string; in: string; description: string | undefined } | undefined {
  const { value, at } = node
  const name = asText(getOwn(value, 'name'))
  const location = getOwn(value, 'in')
  if (name !== undefined && name !== '' && typeof location === 'string') {
    // A parameter of 2.0 that is its own schema is checked as one, its description too.
    const isSchema = context.dialect === '2.0' && location !== 'body' && location !== 'formData'
    const description = isSchema ? asText(getOwn(value, 'description')) : textAt(context, node, 'description')
    return { name, in: location, description }
  }
  reportText(context.problems, 'warning', 'malformed', at, 'A parameter without "name" or "in" was left out.')
  return undefined
}

/** Parameter Object of 3.x. */
export const readParameter: ReadParameter = (context, node) => {
  const { at } = node
  const identity = readIdentity(context, node)
  if (identity === undefined) return undefined
  reportUnknownFields(context, 'parameter', node)
  const style = styleAt(context, node, identity.in)
  const schema = getField(node, 'schema')
  if (schema.value !== undefined && !isSchema(schema.value))
    reportText(
      context.problems,
      'warning',
      'schema-malformed',
      schema.at,
      'This is no schema; any value is allowed here.',
    )
  return {
    name: identity.name,
    in: identity.in,
    required: flagAt(context, node, 'required') === true,
    deprecated: flagAt(context, node, 'deprecated') === true,
    description: identity.description,
    schema: isSchema(schema.value) ? schema : undefined,
    content: contentOf(context, node),
    style,
    explode: flagAt(context, node, 'explode') ?? (style === 'form' || style === 'cookie'),
    allowReserved: flagAt(context, node, 'allowReserved') === true,
    allowEmptyValue: flagAt(context, node, 'allowEmptyValue') === true,
    at,
  }
}

/** `content` has exactly one media type, and is there only where `schema` is not. */
const contentOf = (context: Context, node: Located<Mapping>): MediaType | undefined => {
  const content = getField(node, 'content')
  if (content.value === undefined) return undefined
  if (getOwn(node.value, 'schema') !== undefined) {
    const message = 'A parameter has a "schema" or "content", not both; the content was left out.'
    reportText(context.problems, 'warning', 'parameter-content', content.at, message)
    return undefined
  }
  const [first, ...others] = readContent(context, content)
  if (first !== undefined && others.length > 0) {
    const names = others.map(({ name }) => name).join(', ')
    const message = `A parameter has one media type, here ${first.name}; left out: ${names}.`
    reportText(context.problems, 'warning', 'parameter-content', content.at, message)
  }
  return first
}

const isSchema = (value: unknown): boolean => isMapping(value) || typeof value === 'boolean'

/** Parameter Object, style values: where each may stand. The first is the default. */
const STYLES: ReadonlyMap<string, readonly string[]> = new Map([
  ['query', ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject']],
  ['path', ['simple', 'label', 'matrix']],
  ['header', ['simple']],
  ['cookie', ['form']],
])

/** The style of a parameter in a location; one that OpenAPI does not define there is told, and kept. */
function styleAt(context: Context, node: Located<Mapping>, location: string): string {
  const style = textAt(context, node, 'style')
  const defined = STYLES.get(location)
  if (style === undefined) return defined?.[0] ?? 'simple'
  if (defined !== undefined && !defined.includes(style) && !isCookieStyle(context, location, style)) {
    const message = `OpenAPI ${context.dialect} defines no style ${quote(style)} for ${location} parameters; write the value as the API wants it.`
    reportText(context.problems, 'warning', 'malformed', child(node.at, 'style'), message)
  }
  return style
}

/** Since 3.2, cookies have a style of their own. */
const isCookieStyle = ({ dialect }: Context, location: string, style: string): boolean =>
  dialect === '3.2' && location === 'cookie' && style === 'cookie'
