import type { ActionParameter } from '../../contract/requests.ts'
import type { Parameter } from '../../openapi/objects/model.ts'
import type { ValueShape } from '../shapes/combine-shapes.ts'
import type { FormFields } from '../shapes/form-fields.ts'
import type { ShapeContext } from '../shapes/value-shape.ts'
import { type Memo, memo } from './memo.ts'

/** Results for fields of query strings, which thousands of operations may share. */
export type QueryFields = {
  readonly splits: Memo<string, ParameterSplit>
  readonly all: Set<Parameter>
  readonly converted: Memo<Parameter, ConvertedParameter | undefined>
  readonly notes: Memo<Parameter, string | undefined>
}

/** Context for converting the operations of a document. */
export type OperationContext = ShapeContext & { readonly queryFields: QueryFields }

export function createQueryFields(): QueryFields {
  return {
    splits: new Map(),
    all: new Set(),
    converted: new Map(),
    notes: new Map(),
  }
}

/** Computes a result for a parameter: once for a field of a query string, each time for other parameters. */
export function ofParameter<Made>(
  context: OperationContext,
  known: Memo<Parameter, Made>,
  parameter: Parameter,
  make: (context: OperationContext) => Made,
): Made {
  return context.queryFields.all.has(parameter) ? memo(known, parameter, context, make) : make(context)
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
