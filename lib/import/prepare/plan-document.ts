import type { Filter } from '../../conversion/filter.ts'
import type { Planned } from '../../conversion/make-plan.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { withJsonFault } from '../../openapi/parse/json-error.ts'
import type { ImportOptions } from '../../request/import-options.ts'
import type { ImportSession } from '../import-session.ts'
import { type DocumentFacts, type PlanSize, type StepOutcome, sizeOf } from '../model.ts'

/** Parts of the document to import. */
type WantedParts = Filter & Pick<ImportOptions, 'triggers'>

/** Facts about a document, and the problem that makes it unusable. */
export type DocumentRead = { readonly facts: DocumentFacts; readonly problem?: Diagnostic }

/** Reads the document's facts and validates that it is an OpenAPI document. */
export async function readFacts(session: ImportSession): Promise<DocumentRead> {
  const result = await session.document()
  if (!result.ok) return { facts: { bytes: result.bytes, sha256: result.sha256 }, problem: result.problem }
  const { bytes, sha256, format, specification } = result.document
  return { facts: { bytes, sha256, format, specification } }
}

/** Converts the document to a plan and writes it to S3, for all later steps. Safe to repeat: same input, same plan. */
export async function planDocument(
  session: ImportSession,
  baseUrl: string | undefined,
  wanted: WantedParts,
): Promise<StepOutcome<PlanSize>> {
  const planned = await planOf(session, baseUrl, wanted)
  session.releaseDocument()
  if (!planned.ok)
    return { kind: 'failed', reason: planned.problem.message, problems: [planned.problem], badInput: true }
  const { plan } = planned
  await session.dependencies.objects.writeJson(session.keys.plan, plan)
  return { kind: 'done', value: sizeOf(plan) }
}

/** A separate function, so that the document can be collected as soon as there is a plan. */
const planOf = async (session: ImportSession, baseUrl: string | undefined, wanted: WantedParts): Promise<Planned> => {
  const read = await session.document()
  if (!read.ok) return read
  const { files, rootFile, facts, problems } = read.document
  const { limits } = session.dependencies
  const { makePlan } = await import('../conversion.ts')
  const planned = makePlan(files, rootFile, {
    limits,
    filter: wanted,
    triggers: wanted.triggers,
    facts,
    ...(baseUrl !== undefined && { baseUrl }),
  })
  if (!planned.ok) return { ok: false, problem: withJsonFault(planned.problem, problems) }
  return { ok: true, plan: { ...planned.plan, diagnostics: [...problems, ...planned.plan.diagnostics] } }
}
