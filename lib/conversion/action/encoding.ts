import { encodingLeftOut } from '../../diagnostics/kinds/bodies.ts'
import { report } from '../../diagnostics/report.ts'
import type { Located } from '../../json/location.ts'
import { isMapping, type Mapping, sortedKeys } from '../../json/mapping.ts'
import type { MediaType } from '../../openapi/objects/model.ts'
import { type FormFields, formFieldsOf } from '../schemas/form-fields.ts'
import { type ShapeContext, shapeOf } from '../schemas/value-shape.ts'

const URL_ENCODED = /^application\/x-www-form-urlencoded(;|$)/

/** Media Type Object, `encoding`: it applies to bodies that are sent, and a definition has no place for it. */
export function reportEncodings(context: ShapeContext, content: readonly MediaType[]): void {
  for (const { name, encoding, schema } of content) {
    if (encoding === undefined) continue
    // What is wrong with the schema is told with its definition.
    const silent = { ...context, problems: [] }
    const fields = schema && formFieldsOf(silent, schema)
    const properties = sortedKeys(encoding.value).filter(
      key =>
        applies(key, fields) &&
        !(URL_ENCODED.test(name) && isDefault(silent, encoding.value[key], fields?.properties.get(key))),
    )
    if (properties.length === 0) continue
    report(context.problems, encodingLeftOut.ignored(name, properties), encoding.at)
  }
}

/** The key "MUST exist in the schema as a property"; where the schema leaves others open, it may. */
const applies = (key: string, fields: FormFields | undefined): boolean =>
  fields === undefined || fields.properties.has(key) || fields.beyond.size > 0

/** Encoding Object: what scalars, and lists of them, are written like where nothing is said; objects may be JSON then. */
const isDefault = (context: ShapeContext, encoding: unknown, property: Located | undefined): boolean => {
  if (!isMapping(encoding) || property === undefined || !isDefaultStyle(encoding)) return false
  const { types, items } = shapeOf(context, property)
  const inside = types.includes('array') ? (items?.types ?? []) : types
  return inside.length > 0 && !types.includes('object') && !inside.some(type => type === 'object' || type === 'array')
}

const isDefaultStyle = (encoding: Mapping): boolean =>
  Object.entries(encoding).every(
    ([key, value]) =>
      key.startsWith('x-') ||
      (key === 'style' && value === 'form') ||
      (key === 'explode' && value === true) ||
      (key === 'allowReserved' && value === false),
  )
