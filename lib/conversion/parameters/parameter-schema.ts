import type { Located, Location } from '../../json/location.ts'
import { isMapping, type Mapping } from '../../json/mapping.ts'
import type { Parameter } from '../../openapi/objects/model.ts'
import { componentReference } from '../../openapi/references/component-reference.ts'
import { translateSchema } from '../schemas/translate-schema.ts'
import type { Schema, Translation } from '../schemas/translation.ts'
import type { ValueShape } from '../shapes/combine-shapes.ts'
import { type ShapeContext, shapeOf } from '../shapes/value-shape.ts'
import { MAX_VALUES } from './allowed-values.ts'
import { isJson } from './default-value.ts'

/** Returns the JSON Schema of a parameter whose note does not describe it completely; undefined for any other parameter. */
export type ParameterSchemas = (parameter: Parameter) => string | undefined

/** Characters of the schema of one parameter, with those that are inlined into it, and levels of them. */
const MAX_LENGTH = 50_000
const MAX_LEVELS = 20

/** Creates the translation of parameters' schemas, each once for all operations. */
export function createParameterSchemas(context: ShapeContext): ParameterSchemas {
  const known = new WeakMap<Mapping, { readonly schema: string | undefined }>()
  const tooLarge = new Set<unknown>()
  return ({ content, schema: stated }) => {
    const asJson = content !== undefined && isJson(content.name)
    const schema = asJson ? content.schema : stated
    if (schema === undefined || !isMapping(schema.value)) return undefined
    const found = known.get(schema.value)
    if (found !== undefined) return found.schema
    const silent = { ...context, problems: [] }
    const isNeeded = asJson || (mayBeIncomplete(schema.value) && isIncomplete(shapeOf(silent, schema)))
    const made = { schema: isNeeded ? inlined(silent, schema, tooLarge) : undefined }
    known.set(schema.value, made)
    return made.schema
  }
}

const COMPOSED = ['$ref', 'items', 'properties', 'allOf', 'anyOf', 'oneOf']

/** Returns false for most parameters, without their shape. */
const mayBeIncomplete = (schema: Mapping): boolean =>
  COMPOSED.some(keyword => keyword in schema) || (Array.isArray(schema.enum) && schema.enum.length > MAX_VALUES)

/** Returns true if a note has only a part of the values, or only the names of the properties. */
const isIncomplete = ({ allowed, items, fields }: ValueShape): boolean =>
  fields !== undefined || (allowed ?? items?.allowed ?? []).length > MAX_VALUES

/**
 * Translates a schema with those that it refers to in it, as JSON; undefined if they are too large.
 * @param tooLarge schemas that are too large by themselves, which thousands of parameters may refer to; gets those found
 */
const inlined = (context: ShapeContext, { value, at }: Located, tooLarge: Set<unknown>): string | undefined => {
  const { dialect, problems, resolver, document } = context
  let length = 0
  const open: unknown[] = []
  const link = (ref: string, from: Location, into: Schema, key: string): boolean => {
    const target = resolver.target(ref, from)
    if (!target.ok) return false
    if (key !== '$ref') into[key] = ref
    else if (open.length < MAX_LEVELS && !open.includes(target.value.value)) {
      // Inside another schema, one may be smaller: what is open is not inlined again.
      const isOutermost = open.length === 0
      if (isOutermost && tooLarge.has(target.value.value)) length = Number.POSITIVE_INFINITY
      if (length > MAX_LENGTH) return true
      const before = length
      open.push(target.value.value)
      const schema = translateSchema(translation, target.value.value, target.value.at)
      open.pop()
      length += JSON.stringify(schema).length
      if (isOutermost && length - before > MAX_LENGTH) tooLarge.add(target.value.value)
      if (schema === false) into.not = {}
      else if (schema !== true) Object.assign(into, schema)
    }
    return true
  }
  const translation: Translation = {
    dialect,
    problems,
    resolver,
    leftOut: new Map(),
    link,
    subtypesOf: () => [],
    componentReference: (name, file) => componentReference(resolver, document.at.file, { name, file }),
  }
  const text = JSON.stringify(translateSchema(translation, value, at))
  return length > MAX_LENGTH || text.length > MAX_LENGTH ? undefined : text
}
