import type { Filter } from '../../conversion/filter.ts'
import type { Planned } from '../../conversion/make-plan.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { withJsonFault } from '../../openapi/parse/json/error.ts'
import type { ImportOptions } from '../../request/import-options.ts'
import type { ImportSession } from '../import-session.ts'
import { type DocumentFacts, type PlanSize, type StepOutcome, sizeOf } from '../model.ts'
import { cutReason } from '../reasons.ts'

/** Facts about a document, and the problem that makes it unusable. */
export type DocumentRead = { readonly facts: DocumentFacts; readonly problem?: Diagnostic }

/** Reads the document's facts and validates that it is an OpenAPI document. */
export async function readFacts(session: ImportSession): Promise<DocumentRead> {
  const result = await session.document()
  if (!result.ok) return { facts: { bytes: result.bytes, sha256: result.sha256 }, problem: result.problem }
  const { bytes, sha256, filesSha256, format, specification, overlays } = result.document
  const facts = {
    bytes,
    sha256,
    ...(filesSha256 !== undefined && { filesSha256 }),
    format,
    specification,
    ...(overlays.length > 0 && { overlays }),
  }
  return { facts }
}

/** Options of a plan. */
export type Planning = Filter & {
  readonly authentication: boolean
  /** The connector is to be created. */
  readonly isNew: boolean
} & Pick<ImportOptions, 'connectorName' | 'placeholder' | 'triggers'>

/** Converts the document to a plan and writes it to S3, for all later steps. Safe to repeat: same input, same plan. */
export async function planDocument(
  session: ImportSession,
  baseUrl: string | undefined,
  planning: Planning,
): Promise<StepOutcome<PlanSize>> {
  const planned = await planOf(session, baseUrl, planning)
  session.releaseDocument()
  if (!planned.ok)
    return { kind: 'failed', reason: planned.problem.message, problems: [planned.problem], badInput: true }
  const { plan } = planned
  await session.writePlan(plan)
  const { filterRefusal } = await import('../conversion.ts')
  const refusal = filterRefusal(plan, planning)
  if (refusal !== undefined) return { kind: 'failed', reason: cutReason(refusal), refused: true }
  return { kind: 'done', value: sizeOf(plan) }
}

/** A separate function, so that the document can be collected as soon as there is a plan. */
const planOf = async (
  session: ImportSession,
  baseUrl: string | undefined,
  { authentication, isNew, connectorName, placeholder, triggers, ...filter }: Planning,
): Promise<Planned> => {
  const read = await session.document()
  if (!read.ok) return read
  const { files, rootFile, facts, problems, overlays, origin } = read.document
  const { limits } = session.dependencies
  const { makePlan, withOrigins } = await import('../conversion.ts')
  const name = connectorName === undefined ? {} : { name: connectorName }
  const planned = makePlan(files, rootFile, {
    limits,
    filter,
    triggers,
    facts,
    authentication,
    ...(isNew && { connector: { ...name, fallbackName: fileName(session.request.source.key), placeholder } }),
    ...(baseUrl !== undefined && { baseUrl }),
  })
  if (!planned.ok) {
    const problem = withJsonFault(planned.problem, problems)
    return { ok: false, problem: { ...problem, pointer: origin(problem.pointer) } }
  }
  const plan = overlays.length === 0 ? planned.plan : withOrigins(planned.plan, origin)
  return { ok: true, plan: { ...plan, diagnostics: [...problems, ...plan.diagnostics] } }
}

/** Returns the name of a file without its folder and endings. */
const fileName = (key: string): string => {
  const name = key.slice(key.lastIndexOf('/') + 1)
  return name.replace(/(\.(json|ya?ml|gz|txt))+$/i, '') || name
}
