import type { DefinitionComparison } from '../definitions.ts'
import type { Release, ReleaseOperation } from '../release.ts'
import { type Reason, type Rule, reasonFor, undirected } from '../rule.ts'
import { sameJson } from '../same-json.ts'
import { UNDECIDED } from '../schema/strings.ts'
import type { OperationComparison } from './bodies.ts'
import { compareEncodings } from './encodings.ts'
import { anonymousPath, renamedPathParameters } from './pair-operations.ts'
import { describedParts } from './parameter-facts.ts'
import { compareParameters } from './parameters.ts'
import { compareRequestBody } from './request.ts'
import { compareResponses, responsesOf } from './responses.ts'
import { compareSecurity } from './security.ts'

export const operationRules = {
  added: undirected('operation-added', 'compatible', 'An operation is new.'),
  removed: undirected('operation-removed', 'breaking', 'An operation was removed.'),
  unconverted: undirected(
    'operation-not-converted',
    'breaking',
    "An operation can't be converted any more: can't be decided what changed.",
  ),
  renamed: undirected(
    'operation-renamed',
    'compatible',
    'An action or trigger has another name, with the same method and path. It keeps its id.',
  ),
  method: undirected('method-changed', 'breaking', 'An operation has another method.'),
  path: undirected('path-changed', 'breaking', 'An operation has another path.'),
  deprecated: undirected('operation-deprecated', 'compatible', 'An operation is deprecated.'),
  undeprecated: undirected('operation-not-deprecated', 'compatible', 'An operation is not deprecated any more.'),
  text: undirected('operation-text-changed', 'annotation', 'The summary or description of an operation changed.'),
  rewritten: undirected(
    'operation-rewritten',
    'annotation',
    'An operation has another order of parameters, or names of definitions.',
  ),
}

type Named = { readonly name: string; readonly operation: ReleaseOperation }

export type ComparedOperation = Pick<OperationComparison, 'reasons' | 'links'>

/** Compares an action or a trigger of two releases, and returns the definitions that both refer to. */
export function compareOperations(
  releases: { readonly before: Release; readonly after: Release; readonly definitions: DefinitionComparison },
  kind: 'actions' | 'triggers',
  from: Named,
  to: Named,
): ComparedOperation {
  const [a, b] = [from.operation, to.operation]
  const places = { before: a.pointer, after: b.pointer }
  const reasons: Reason[] = []
  const links = { sent: new Set<string>(), received: new Set<string>() }
  const report = (rule: Rule, message: string): void => {
    reasons.push(reasonFor(rule, 'sent', message, places))
  }
  const [old, fresh] = [a.payload, b.payload]
  if (old === undefined) {
    if (fresh !== undefined) report(operationRules.added, 'The operation is new.')
    return { reasons, links }
  }
  if (fresh === undefined) {
    report(operationRules.unconverted, `The operation can't be converted: ${b.skipped ?? ''} ${UNDECIDED}`)
    return { reasons, links }
  }
  if (from.name !== to.name) report(operationRules.renamed, `${from.name} has the name ${to.name}. It keeps its id.`)
  if (old.method !== fresh.method)
    report(operationRules.method, `The method is ${fresh.method} instead of ${old.method}.`)
  const renames = renamedPathParameters(a.path, b.path)
  const isMoved = a.path !== b.path && anonymousPath(a.path) !== anonymousPath(b.path)
  if (isMoved) report(operationRules.path, `The path is ${b.path} instead of ${a.path}.`)
  else if (old.path !== fresh.path && staticPath(old.path) !== staticPath(fresh.path))
    report(operationRules.path, `The path is ${fresh.path ?? ''} instead of ${old.path ?? ''}.`)
  reasons.push(...compareSecurity(a.security, b.security, places))
  const operation: OperationComparison = { ...releases, places, reasons, links }
  const [outgoing, incoming] = kind === 'actions' ? (['sent', 'received'] as const) : (['received', 'sent'] as const)
  if (old.summary !== fresh.summary) report(operationRules.text, 'The summary changed.')
  const schemas = [schemasOf(a), schemasOf(b)] as const
  if (
    old.description !== fresh.description ||
    !sameJson(old.parameters, fresh.parameters) ||
    !sameJson(a.facts?.parameters, b.facts?.parameters)
  ) {
    const [was, is] = [describedParts(old.description), describedParts(fresh.description)]
    if (!was.isDeprecated && is.isDeprecated) report(operationRules.deprecated, 'The operation is deprecated.')
    if (was.isDeprecated && !is.isDeprecated)
      report(operationRules.undeprecated, 'The operation is not deprecated any more.')
    if (was.text !== is.text) report(operationRules.text, 'The description changed.')
    const [a, b] = [
      { parameters: old.parameters, described: was, schemas: schemas[0] },
      { parameters: fresh.parameters, described: is, schemas: schemas[1] },
    ]
    compareParameters(operation, a, b, { direction: outgoing, renames })
  }
  compareRequestBody(operation, old.requestBody, fresh.requestBody, outgoing)
  compareEncodings(operation, [old.requestBody, a.facts], [fresh.requestBody, b.facts], outgoing)
  compareResponses(operation, responsesOf(old.responses, a.facts), responsesOf(fresh.responses, b.facts), incoming)
  if (reasons.length === 0 && !sameJson(old, fresh)) report(operationRules.rewritten, 'The operation accepts the same.')
  return { reasons, links }
}

const schemasOf = ({ facts }: ReleaseOperation): ReadonlyMap<string, string> =>
  new Map(
    (facts?.parameters ?? []).map(([key, schema]) => [key.startsWith('header ') ? key.toLowerCase() : key, schema]),
  )

/** Returns the path of a payload without the names of its parameters. */
const staticPath = (path: string | undefined): string | undefined => path?.replaceAll(/\{\{[^{}]*\}\}/g, '{}')
