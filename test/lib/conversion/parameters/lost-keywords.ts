import type { PlannedAction } from '../../../../lib/conversion/plan.ts'
import type { Diagnostic } from '../../../../lib/diagnostics/diagnostic.ts'
import { canonical } from '../../../../lib/json/canonical.ts'
import { ExactNumber } from '../../../../lib/json/exact-number.ts'
import { child, displayPointer, type Located } from '../../../../lib/json/location.ts'
import { isMapping, type Mapping } from '../../../../lib/json/mapping.ts'
import type { Parameter } from '../../../../lib/openapi/objects/model.ts'
import type { Dialect } from '../../../../lib/openapi/objects/version.ts'
import type { Resolver } from '../../../../lib/openapi/references/resolver.ts'

/** Keywords that may be lost, each with its reason. */
export const EXEMPT: Readonly<Record<string, string>> = {
  title: 'A label of the schema; most repeat the name of the parameter.',
  example: 'Only the first example is shown, if it is short and says more than the description.',
  examples: 'Only the first example is shown, if it is short and says more than the description.',
  xml: 'A parameter is never XML.',
  externalDocs: 'Not about the value.',
  readOnly: 'Not defined for parameters.',
  writeOnly: 'Not defined for parameters.',
  nullable: 'A query, path or header has no null.',
  $id: 'Only a name for references, which are resolved.',
  id: 'Only a name for references, which are resolved.',
  $schema: 'Only a name of the dialect.',
  $anchor: 'Only a name for references, which are resolved.',
  $dynamicAnchor: 'Only a name for references, which are resolved.',
  $vocabulary: 'Only about the dialect.',
  $comment: 'Not for users of the API.',
  $defs: 'Only schemas for references, which are resolved.',
  definitions: 'Only schemas for references, which are resolved.',
}

/** Fields of a 2.0 parameter, which is its own schema; other tests cover them. */
const FIELDS = new Set(['name', 'in', 'required', 'allowEmptyValue', 'collectionFormat'])

/** Values that restrict nothing. */
const NEUTRAL: Readonly<Record<string, readonly unknown[]>> = {
  minLength: [0],
  minItems: [0],
  minProperties: [0],
  uniqueItems: [false],
  exclusiveMinimum: [false, true],
  exclusiveMaximum: [false, true],
  deprecated: [false],
  default: [null],
  additionalProperties: [true, false],
  unevaluatedProperties: [true],
  discriminator: [],
}
const BOUNDS = /^(min|max|exclusive)/
const SHOWN_VALUES = 30

/** Operation with its action. `lines`: those of the action's description. */
export type Case = {
  readonly lines: readonly string[]
  readonly resolver: Resolver
  readonly dialect: Dialect
  readonly action: PlannedAction
  readonly diagnostics: readonly Diagnostic[]
}

/** Returns each keyword of a parameter's schema that is neither in the payload, nor in the description, nor in a diagnostic. */
export function lostKeywords(context: Case, parameter: Parameter): string[] {
  const { schema = parameter.content?.schema, at } = parameter
  if (schema === undefined) return []
  // A diagnostic of several places names the first ones only.
  const about = context.diagnostics.filter(
    ({ pointer, message }) => pointer === displayPointer(at) || / At \d+ places: /.test(message),
  )
  // Other tests cover parameters that are ignored, and notes without room.
  const ignored =
    /parameter-(ignored|location|name|repeated|path-unused)|path-(parameter-unused|query)|text-shortened|field-|malformed/
  if (about.some(({ code, pointer }) => ignored.test(code) && pointer === displayPointer(at))) return []
  if (context.diagnostics.some(({ code }) => code === 'text-shortened')) return []
  const visited: Visit = { ...context, parameter, about, lost: [], shown: new Set(), seen: new Set() }
  visit(visited, schema, parameter.name)
  // Of several schemas for one value, only the narrowest bound and the nearest description count.
  const isElsewhere = (pointer: string): boolean => visited.shown.has(pointer.split('/').at(-1) ?? '')
  return [...new Set(visited.lost)].filter(pointer => !isElsewhere(pointer))
}

type Visit = Case & {
  readonly parameter: Parameter
  readonly about: readonly Diagnostic[]
  readonly lost: string[]
  /** Bounds and descriptions that were found. */
  readonly shown: Set<string>
  readonly seen: Set<unknown>
}

/** Returns the note and the payload of a parameter. */
const linesOf = ({ action: { payload }, lines, parameter }: Visit, name: string): string[] => {
  // A path can add an expression to the name: `{id:[0-9]+}`.
  const names = new Set([name, oneLine(name), name.toWellFormed(), name.replace(/:.*$/s, '')])
  // The name of a placeholder is an identifier.
  if (parameter.in === 'path') names.add(name.replaceAll(/\W+/g, '_').replace(/^(?=\d)/, '_'))
  const starts = [...names].map(known => `- \`${known.replaceAll('`', "'")}\` (`)
  return [
    ...lines.filter(line => starts.some(start => line.startsWith(start))),
    ...(payload?.parameters ?? []).filter(item => names.has(item.name)).map(item => canonical(item)),
  ]
}

const visit = (context: Visit, node: Located, name: string): void => {
  const found = context.resolver.follow(node)
  if (!found.ok) return
  const layers = node.value === found.value.value || /^(2.0|3.0)$/.test(context.dialect) ? [] : [node]
  for (const layer of [...layers, found.value]) {
    if (!isMapping(layer.value) || context.seen.has(layer.value) || isReported(context, displayPointer(layer.at), ''))
      continue
    context.seen.add(layer.value)
    for (const [keyword, value] of Object.entries(layer.value))
      check(context, { value: layer.value, at: layer.at }, { keyword, value, name })
  }
}

type Stated = { readonly keyword: string; readonly value: unknown; readonly name: string }

const check = (context: Visit, schema: Located<Mapping>, { keyword, value, name }: Stated): void => {
  const at = child(schema.at, keyword)
  const isOwnField = schema.value.in !== undefined && FIELDS.has(keyword)
  if (keyword === '$ref' || keyword in EXEMPT || /^x-/i.test(keyword) || isOwnField) return
  if (NEUTRAL[keyword]?.includes(value) || isReported(context, displayPointer(at), keyword)) return
  const text = linesOf(context, name).join('\n')
  const inside = (inner: unknown, ...keys: (string | number)[]): void =>
    visit(context, { value: inner, at: keys.reduce<Located['at']>(child, at) }, name)
  if (/^(allOf|anyOf|oneOf)$/.test(keyword) && Array.isArray(value)) {
    // Further alternatives are counted.
    const members = keyword === 'allOf' || !/ more/.test(text) ? value : value.slice(0, SHOWN_VALUES)
    for (const [i, member] of members.entries()) inside(member, i)
  } else if (keyword === 'items' && !Array.isArray(value)) inside(value)
  else if (isSplit(context) && name === context.parameter.name && /^(type|properties|required)$/.test(keyword))
    checkParts(context, { value, at }, keyword)
  else if (!isShown(keyword, value, text)) context.lost.push(displayPointer(at))
  else if (keyword === 'description' || BOUNDS.test(keyword)) context.shown.add(keyword)
}

/** Checks the keywords of an object of which each property became a parameter. */
const checkParts = (context: Visit, { value, at }: Located, keyword: string): void => {
  const { name } = context.parameter
  const lineOf = (property: string): string | undefined =>
    [`${name}[${property}]`, property].find(known => linesOf(context, known).length > 0)
  if (keyword === 'type') return
  if (keyword === 'required') {
    for (const property of [value].flat()) {
      const part = lineOf(String(property))
      if (part === undefined || !linesOf(context, part).join('\n').includes('"required":true'))
        context.lost.push(`${displayPointer(at)}/${property}`)
    }
    return
  }
  const properties = context.resolver.follow({ value, at })
  if (!properties.ok || !isMapping(properties.value.value)) return
  for (const [property, member] of Object.entries(properties.value.value)) {
    const part = lineOf(property)
    const isDeclared = context.about.some(
      ({ code, message }) => code === 'parameter-split' && message.includes(`"${part}" is declared`),
    )
    if (part === undefined) context.lost.push(`${displayPointer(at)}/${property}`)
    else if (!isDeclared) visit(context, { value: member, at: child(properties.value.at, property) }, part)
  }
}

const isSplit = ({ about }: Visit): boolean => about.some(({ code }) => /^(parameter|querystring)-split$/.test(code))

/** Returns true if a diagnostic is about the keyword, at its place or with its name at the parameter. */
const isReported = ({ diagnostics, about }: Visit, pointer: string, keyword: string): boolean =>
  diagnostics.some(
    ({ code, pointer: place }) =>
      (place === pointer && !/^(default|parameter|querystring|number)-/.test(code)) ||
      (keyword === 'default' && code.startsWith('default-') && `${place}/default` === pointer),
  ) ||
  about.some(({ code, message }) =>
    keyword !== '' && /-reduced$/.test(code)
      ? new RegExp(`\\b${keyword.replace('$', '\\$')}\\b`).test(message)
      : keyword === 'default' && code.startsWith('default-'),
  )

const isShown = (keyword: string, value: unknown, text: string): boolean => {
  const lower = text.toLowerCase()
  const shows = (item: unknown): boolean => {
    const plain = typeof item === 'string' ? item : canonical(item)
    return (
      item === null ||
      [plain, JSON.stringify(item) ?? ''].some(form => text.includes(form) || text.includes(oneLine(form)))
    )
  }
  if (keyword === 'type')
    return [value].flat().every(type => type === 'null' || type === 'file' || hasType(String(type), lower))
  // A default of another type is converted.
  if (keyword === 'default' && text.includes('"default":')) return true
  if (keyword === 'format') return lower.includes(String(value).toLowerCase())
  if (keyword === 'enum' && Array.isArray(value))
    return value.slice(0, SHOWN_VALUES).every(shows) || (value.length > SHOWN_VALUES && / more/.test(text))
  if (keyword === 'description') return text.includes(oneLine(String(value)).slice(0, 100))
  if (keyword === 'deprecated') return text.includes('Deprecated.')
  if (keyword === 'uniqueItems') return lower.includes('each item once')
  if (BOUNDS.test(keyword))
    return new RegExp(`(^|[^\\d.])${numberText(value).replaceAll(/[.+]/g, '\\$&')}(?!\\d)`).test(text)
  return shows(value)
}

/** Returns true if a line names a type, or that of a scalar that can hold it. */
const hasType = (type: string, line: string): boolean => {
  const also = { array: 'list', integer: 'number', number: 'integer' }[type]
  return line.includes(type) || (also !== undefined && line.includes(also)) || line.includes('"type":"string"')
}

const oneLine = (text: string): string => text.trim().replaceAll(/\s+/g, ' ')

const numberText = (value: unknown): string => (value instanceof ExactNumber ? value.text : String(Number(value)))
