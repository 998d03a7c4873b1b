import { canonical } from '../../json/canonical.ts'
import { asMapping, getOwn } from '../../json/mapping.ts'
import type { MediaType, Operation } from '../../openapi/objects/model.ts'
import type { ParameterSchemas } from '../parameters/parameter-schema.ts'
import type { OperationFacts } from '../plan.ts'
import type { ShapeContext } from '../shapes/value-shape.ts'
import { encodedFields } from './encoding.ts'
import { rangesOf } from './status-ranges.ts'

/** Fields of an Encoding Object that change the bytes of a form. */
const ENCODING = ['contentType', 'style', 'explode', 'allowReserved']

/** Returns the facts about an operation that its payload has no field for; undefined if there are none. */
export function operationFacts(
  context: ShapeContext,
  schemaOf: ParameterSchemas,
  { parameters, body, responses }: Operation,
): OperationFacts | undefined {
  const schemas = parameters.flatMap(parameter => {
    const schema = schemaOf(parameter)
    return schema === undefined ? [] : [[`${parameter.in} ${parameter.name}`, schema] as const]
  })
  const encodings = (body?.content ?? []).flatMap(media => encodingsOf(context, media))
  const ranges = rangesOf(responses)
  if (schemas.length + encodings.length + ranges.length === 0) return undefined
  return {
    ...(schemas.length > 0 && { parameters: schemas }),
    ...(encodings.length > 0 && { encodings }),
    ...(ranges.length > 0 && { ranges }),
  }
}

const encodingsOf = (context: ShapeContext, media: MediaType): [string, string, string][] =>
  encodedFields(context, media).map(field => {
    const encoding = asMapping(getOwn(media.encoding?.value ?? {}, field)) ?? {}
    const stated = ENCODING.flatMap(key => {
      const value = getOwn(encoding, key)
      return value === undefined ? [] : [[key, value] as const]
    })
    return [media.name, field, canonical(Object.fromEntries(stated))]
  })
