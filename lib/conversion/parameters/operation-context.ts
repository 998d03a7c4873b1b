import type { ActionParameter } from '../../contract/requests.ts'
import type { Parameter } from '../../openapi/objects/model.ts'
import type { FormFields } from '../schemas/form-fields.ts'
import type { ShapeContext, ValueShape } from '../schemas/value-shape.ts'
import { type Memo, memo } from './memo.ts'

/** The fields of query strings, which thousands of operations may share: each is read, converted and described once. */
export type QueryFields = {
  readonly splits: Memo<string, QuerystringSplit>
  readonly all: Set<Parameter>
  readonly converted: Memo<Parameter, ConvertedParameter | undefined>
  readonly notes: Memo<Parameter, string | undefined>
}

/** What the operations of a document are converted with. */
export type OperationContext = ShapeContext & { readonly queryFields: QueryFields }

export function createQueryFields(): QueryFields {
  return {
    splits: new Map(),
    all: new Set(),
    converted: new Map(),
    notes: new Map(),
  }
}

/** Makes something of a parameter: of a query string's field once, of any other whenever it is met. */
export function ofParameter<Made>(
  context: OperationContext,
  known: Memo<Parameter, Made>,
  parameter: Parameter,
  make: (context: OperationContext) => Made,
): Made {
  return context.queryFields.all.has(parameter) ? memo(known, parameter, context, make) : make(context)
}

/** A parameter of the action, with what the platform has no field for. */
export type ConvertedParameter = {
  readonly parameter: ActionParameter
  /** Absent where the document has no such parameter, only a path that needs it. */
  readonly source?: Parameter
  readonly shape: ValueShape
}

/** What a query string is split into; operations may share it. */
export type QuerystringSplit = { readonly fields: FormFields; readonly parameters: readonly Parameter[] }
