import type { Located } from '../../json/location.ts'
import type { Parameter } from '../../openapi/objects/model.ts'
import { formFieldsOf } from '../shapes/form-fields.ts'
import type { ShapeContext } from '../shapes/value-shape.ts'
import { memo } from './memo.ts'
import type { OperationContext, ParameterSplit } from './operation-context.ts'

/** Fields of a parameter that serialize its value. */
export type Writing = Pick<Parameter, 'schema' | 'content' | 'style' | 'explode' | 'allowReserved'>

export type SplitOptions = {
  /** Unique key of the split: operations with the same key share its parameters. */
  readonly key: string
  readonly schema: Located
  readonly nameOf: (property: string) => string
  readonly write: (context: ShapeContext, property: string, schema: Located) => Writing
  readonly propertyOf?: Parameter
}

/** Returns a query parameter for each property of a parameter's schema. */
export function splitParameter(
  context: OperationContext,
  { required, deprecated }: Parameter,
  { key, schema: whole, nameOf, write, propertyOf }: SplitOptions,
): ParameterSplit {
  return memo(context.shared.splits, key, context, inner => {
    const fields = formFieldsOf(inner, whole)
    const anything: Located = { value: {}, at: whole.at }
    const schemas = new Map(fields.properties)
    for (const name of fields.required) if (!schemas.has(name)) schemas.set(name, anything)
    const parameters = Array.from(schemas, ([name, schema]) => ({
      name: nameOf(name),
      in: 'query',
      // An optional parameter has no required parts.
      required: required && fields.required.has(name),
      deprecated,
      ...write(inner, name, schema),
      ...(propertyOf !== undefined && { propertyOf }),
      at: schema.at,
    }))
    for (const parameter of parameters) context.shared.fields.add(parameter)
    return { fields, parameters }
  })
}
