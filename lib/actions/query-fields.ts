import type { Parameter } from '../openapi/objects/model.ts'
import { type Known, once } from './once.ts'
import type { ConvertedParameter } from './parameter.ts'
import type { Split } from './querystring.ts'
import type { ShapeContext } from './value-shape.ts'

/** The fields of query strings, which thousands of operations may share: each is read, converted and described once. */
export type QueryFields = {
  readonly splits: Known<string, Split>
  readonly all: Set<Parameter>
  readonly converted: Known<Parameter, ConvertedParameter | undefined>
  readonly notes: Known<Parameter, string | undefined>
}
/** What the operations of a document are converted with. */
export type OperationContext = ShapeContext & { readonly queryFields: QueryFields }

export const createQueryFields = (): QueryFields => ({
  splits: new Map(),
  all: new Set(),
  converted: new Map(),
  notes: new Map(),
})

/** Makes something of a parameter: of a query string's field once, of any other whenever it is met. */
export const ofParameter = <Made>(
  context: OperationContext,
  known: Known<Parameter, Made>,
  parameter: Parameter,
  make: (context: OperationContext) => Made,
): Made => (context.queryFields.all.has(parameter) ? once(known, parameter, context, make) : make(context))
