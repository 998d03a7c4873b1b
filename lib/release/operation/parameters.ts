import type { ActionParameter, ParameterType } from '../../contract/requests.ts'
import { bothWays, type Direction, narrowing, type Rule, undirected, widening } from '../rule.ts'
import { sameJson } from '../same-json.ts'
import { quoted } from '../text.ts'
import { type OperationComparison, report as reportAt } from './bodies.ts'
import { type DescriptionParts, parameterKey } from './parameter-facts.ts'
import { compareParameterSchemas } from './parameter-schemas.ts'
import { compareNotes } from './parameter-values.ts'

export const parameterRules = {
  addedRequired: narrowing('parameter-added-required', 'A new parameter is required.'),
  added: bothWays('parameter-added', 'compatible', 'A new parameter is optional.'),
  removed: bothWays('parameter-removed', 'breaking', 'A parameter was removed.'),
  required: narrowing('parameter-required', 'A parameter is required, and was optional.'),
  optional: widening('parameter-optional', 'A parameter is optional, and was required.'),
  moved: bothWays(
    'parameter-moved',
    'breaking',
    'A parameter is in another place, for example a header instead of the query.',
  ),
  renamed: undirected(
    'path-parameter-renamed',
    'breaking',
    'A path parameter has another name. Workflows set it by its name.',
  ),
  typeNarrowed: narrowing(
    'parameter-type-narrowed',
    'A parameter has a narrower type: an integer instead of a number or string.',
  ),
  typeWidened: widening(
    'parameter-type-widened',
    'A parameter has a wider type: a string or number instead of an integer.',
  ),
  typeChanged: bothWays('parameter-type-changed', 'breaking', 'A parameter has another type.'),
  defaultChanged: bothWays(
    'parameter-default-changed',
    'breaking',
    'A request without the optional parameter has another value.',
  ),
}

export type Parameters = {
  readonly parameters: readonly ActionParameter[]
  readonly described: DescriptionParts
  /** Schemas by `in` and name of those that their notes do not describe completely. */
  readonly schemas: ReadonlyMap<string, string>
}

/**
 * Compares the parameters of an action or trigger.
 * @param renames names of path parameters in the new release, by their former names
 */
export function compareParameters(
  operation: OperationComparison,
  before: Parameters,
  after: Parameters,
  options: { readonly direction: Direction; readonly renames: ReadonlyMap<string, string> },
): void {
  const { direction, renames } = options
  const report = (rule: Rule, message: string): void => reportAt(operation, rule, direction, message)
  const presentKey = (parameter: ActionParameter): string => {
    const name = parameter.in === 'path' ? renames.get(parameter.name) : undefined
    return parameterKey(name === undefined ? parameter : { ...parameter, name })
  }
  const old = new Map(before.parameters.map(parameter => [presentKey(parameter), parameter]))
  const fresh = new Map(after.parameters.map(parameter => [parameterKey(parameter), parameter]))
  const [gone, created] = [difference(old, fresh), difference(fresh, old)]
  for (const parameter of gone) {
    const moved = created.find(({ name }) => name === parameter.name)
    const { name } = parameter
    if (moved === undefined) report(parameterRules.removed, `The ${describe(parameter)} was removed.`)
    else
      report(
        parameterRules.moved,
        `The parameter ${quoted(name)} is in the ${moved.in} instead of the ${parameter.in}.`,
      )
  }
  for (const parameter of created) {
    if (gone.some(({ name }) => name === parameter.name)) continue
    if (parameter.required) report(parameterRules.addedRequired, `The new ${describe(parameter)} is required.`)
    else report(parameterRules.added, `The ${describe(parameter)} is new.`)
  }
  for (const [key, a] of old) {
    const b = fresh.get(key)
    if (b === undefined) continue
    if (a.name !== b.name && b.in === 'path')
      report(parameterRules.renamed, `The path parameter ${quoted(a.name)} has the name ${quoted(b.name)}.`)
    const notes = [before.described.notes.get(parameterKey(a)), after.described.notes.get(key)] as const
    const [from, to] = [before.schemas.get(parameterKey(a)), after.schemas.get(key)]
    if (notes[0] === notes[1] && from === to && sameJson(a, b)) continue
    compareOne(report, a, b)
    // A note that is missing for lack of space is not a change.
    const isLost =
      (notes[0] === undefined && before.described.isCut) || (notes[1] === undefined && after.described.isCut)
    const values =
      from === undefined || to === undefined
        ? 'unknown'
        : compareParameterSchemas(report, `The ${describe(b)}`, { before: from, after: to }, direction)
    if (!isLost) compareNotes(report, describe(b), notes, values)
  }
}

const difference = (
  these: ReadonlyMap<string, ActionParameter>,
  others: ReadonlyMap<string, ActionParameter>,
): ActionParameter[] => [...these].filter(([key]) => !others.has(key)).map(([, parameter]) => parameter)

const describe = ({ name, in: location }: ActionParameter): string => `${location} parameter ${quoted(name)}`

const compareOne = (report: (rule: Rule, message: string) => void, a: ActionParameter, b: ActionParameter): void => {
  const name = describe(b)
  if (!a.required && b.required) report(parameterRules.required, `The ${name} is required.`)
  if (a.required && !b.required) report(parameterRules.optional, `The ${name} is optional.`)
  if (a.type !== b.type) {
    const message = `The ${name} has the type ${b.type} instead of ${a.type}.`
    if (isWider(b.type, a.type)) report(parameterRules.typeWidened, message)
    else if (isWider(a.type, b.type)) report(parameterRules.typeNarrowed, message)
    else report(parameterRules.typeChanged, message)
  }
  // A required parameter always has a value; a value of any type is written as text.
  if (String(a.default) !== String(b.default) && !(a.required && b.required)) {
    const [from, to] = [a.default, b.default].map(value => (value === undefined ? 'not set' : quoted(value)))
    report(parameterRules.defaultChanged, `The default of the ${name} is ${to} instead of ${from}.`)
  }
}

/** Returns true if each value of one type is also written as the other: parameters are text. */
const isWider = (wide: ParameterType, narrow: ParameterType): boolean =>
  wide === 'string' || (wide === 'number' && narrow === 'integer')
