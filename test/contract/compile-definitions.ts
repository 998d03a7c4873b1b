import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { PlannedDefinition } from '../../lib/conversion/plan.ts'

/** Compiles `pattern` as the conversion accepts it: strictly if possible. */
const regExp = Object.assign(
  (source: string, flags: string): RegExp => {
    try {
      return new RegExp(source, flags)
    } catch {
      return new RegExp(source)
    }
  },
  { code: 'new RegExp' },
)

/** Creates a validator of 2020-12 that reads unknown keywords and `format` as annotations. */
export const createValidator = (): Ajv2020 =>
  new Ajv2020({
    strict: false,
    validateFormats: false,
    validateSchema: false,
    addUsedSchema: false,
    ownProperties: true,
    logger: false,
    code: { regExp },
  })

/** Returns all definitions of a plan as one schema. */
export const bundleDefinitions = (definitions: readonly PlannedDefinition[]): { $defs: Record<string, object> } => ({
  $defs: Object.fromEntries(definitions.map(({ name, content }) => [name, JSON.parse(content) as object])),
})

/** Validates an instance; undefined if the validator has no verdict, as for endless recursion. */
export const verdictOf = (validate: ValidateFunction, instance: unknown): boolean | undefined => {
  try {
    return validate(instance)
  } catch {
    return undefined
  }
}
