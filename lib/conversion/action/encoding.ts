import { encodingLeftOut } from '../../diagnostics/kinds/bodies.ts'
import { report } from '../../diagnostics/report.ts'
import type { Located } from '../../json/location.ts'
import { isMapping, type Mapping, sortedKeys } from '../../json/mapping.ts'
import type { MediaType } from '../../openapi/objects/model.ts'
import { type FormFields, formFieldsOf } from '../shapes/form-fields.ts'
import { type ShapeContext, shapeOf } from '../shapes/value-shape.ts'

const URL_ENCODED = /^application\/x-www-form-urlencoded(;|$)/

/**
 * Reports `encoding` of request bodies, which definitions do not support.
 * @see https://spec.openapis.org/oas/v3.1.1.html#encoding-object
 */
export function reportEncodings(context: ShapeContext, content: readonly MediaType[]): void {
  for (const media of content) {
    const properties = encodedFields(context, media)
    if (media.encoding === undefined || properties.length === 0) continue
    report(context.problems, encodingLeftOut.ignored(media.name, properties), media.encoding.at)
  }
}

/** Returns the names of the fields of a form that have another encoding than the default, sorted. */
export function encodedFields(context: ShapeContext, { name, encoding, schema }: MediaType): string[] {
  if (encoding === undefined) return []
  // Problems of the schema are reported with its definition.
  const silent = { ...context, problems: [] }
  const fields = schema && formFieldsOf(silent, schema)
  return sortedKeys(encoding.value).filter(
    key =>
      applies(key, fields) &&
      !(URL_ENCODED.test(name) && isDefault(silent, encoding.value[key], fields?.properties.get(key))),
  )
}

/** Returns true if the key may be a property of the schema; it "MUST exist in the schema as a property". */
const applies = (key: string, fields: FormFields | undefined): boolean =>
  fields === undefined || fields.properties.has(key) || fields.beyond.size > 0

/** Returns true if an Encoding Object has the default serialization of a scalar or an array of scalars. */
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
