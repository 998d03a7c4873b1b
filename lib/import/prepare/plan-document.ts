import type { Filter } from '../../conversion/filter.ts'
import type { Planned } from '../../conversion/make-plan.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { withJsonFault } from '../../openapi/parse/json-error.ts'
import type { ImportSession } from '../import-session.ts'
import { type DocumentFacts, type PlanSize, type StepOutcome, sizeOf } from '../model.ts'

export type Read = { readonly facts: DocumentFacts; readonly problem?: Diagnostic }

/** Reads the document and says whether it is one. */
export async function readFacts(session: ImportSession): Promise<Read> {
  const result = await session.document()
  if (!result.ok) return { facts: { bytes: result.bytes, sha256: result.sha256 }, problem: result.problem }
  const { bytes, sha256, format, specification } = result.document
  return { facts: { bytes, sha256, format, specification } }
}

/** Makes the plan and puts it into S3, where every later step finds it. */
export async function planDocument(
  session: ImportSession,
  baseUrl: string | undefined,
  filter: Filter,
): Promise<StepOutcome<PlanSize>> {
  const planned = await planOf(session, baseUrl, filter)
  session.releaseDocument()
  if (!planned.ok) return { kind: 'failed', reason: planned.problem.message, problems: [planned.problem] }
  const { plan } = planned
  await session.dependencies.objects.writeJson(session.keys.plan, plan)
  return { kind: 'done', value: sizeOf(plan) }
}

/** In a function of its own, so that the document is free as soon as there is a plan. */
const planOf = async (session: ImportSession, baseUrl: string | undefined, filter: Filter): Promise<Planned> => {
  const read = await session.document()
  if (!read.ok) return read
  const { files, rootFile, facts, problems } = read.document
  const { limits } = session.dependencies
  const { makePlan } = await import('../conversion.ts')
  const planned = makePlan(files, rootFile, { limits, filter, facts, ...(baseUrl !== undefined && { baseUrl }) })
  if (!planned.ok) return { ok: false, problem: withJsonFault(planned.problem, problems) }
  return { ok: true, plan: { ...planned.plan, diagnostics: [...problems, ...planned.plan.diagnostics] } }
}
