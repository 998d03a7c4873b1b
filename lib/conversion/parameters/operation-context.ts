import type { ActionParameter } from '../../contract/requests.ts'
import type { Parameter } from '../../openapi/objects/model.ts'
import type { ValueShape } from '../shapes/combine-shapes.ts'
import type { FormFields } from '../shapes/form-fields.ts'
import type { ShapeContext } from '../shapes/value-shape.ts'
import { type Memo, memo, memoOfPlaces } from './memo.ts'

/** Results that operations share: for fields of query strings, which thousands may have, and for parameters of equal content. */
export type SharedParameters = {
  readonly splits: Memo<string, ParameterSplit>
  /** Fields of query strings and objects. */
  readonly fields: Set<Parameter>
  /** By field, and by `alike` of a parameter. */
  readonly converted: Memo<object, ConvertedParameter | undefined>
  readonly notes: Memo<ActionParameter, string | undefined>
}

/** Context for converting the operations of a document. */
export type OperationContext = ShapeContext & { readonly shared: SharedParameters }

export function createSharedParameters(): SharedParameters {
  return {
    splits: new Map(),
    fields: new Set(),
    converted: new Map(),
    notes: new Map(),
  }
}

/** Converts a parameter: once for a field of a query string, and for all that are `alike`. */
export function convertOnce(
  context: OperationContext,
  source: Parameter,
  convert: (context: OperationContext) => ConvertedParameter | undefined,
): ConvertedParameter | undefined {
  const { converted, fields } = context.shared
  if (fields.has(source)) return memo(converted, source, context, convert)
  const { alike } = source
  if (alike === undefined) return convert(context)
  const item = memoOfPlaces(converted, alike, { context, at: source.at }, convert)
  return item === undefined || item.source === source ? item : { ...item, source }
}

/** Writes the note of a converted parameter, once if operations share the parameter. */
export function noteOnce(
  context: OperationContext,
  { parameter, source }: ConvertedParameter,
  write: (context: OperationContext) => string | undefined,
): string | undefined {
  const { converted, fields, notes } = context.shared
  if (source !== undefined && fields.has(source)) return memo(notes, parameter, context, write)
  const known = source?.alike && converted.get(source.alike)
  // The path can set the value of a parameter, which is then another object.
  if (source === undefined || known?.made?.parameter !== parameter) return write(context)
  return memoOfPlaces(notes, parameter, { context, at: source.at }, write)
}

/** Parameter of an action, with facts that the platform has no field for. */
export type ConvertedParameter = {
  readonly parameter: ActionParameter
  /** Absent if only the path names the parameter. */
  readonly source?: Parameter
  readonly shape: ValueShape
  /** Form of the value, such as `name({id})` in the path's query, with the path parameters in it. */
  readonly pattern?: { readonly text: string; readonly parts: readonly ConvertedParameter[] }
}

/** Parameters of a query string or an object; operations may share them. */
export type ParameterSplit = { readonly fields: FormFields; readonly parameters: readonly Parameter[] }
