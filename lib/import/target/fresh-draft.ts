import { describeConnectError } from '../../connect/describe.ts'
import { isNotFound } from '../../connect/errors.ts'
import type { ImportSession } from '../import-session.ts'
import type { StepOutcome } from '../model.ts'
import { type PlanSize, sizeOf } from '../model.ts'
import { createDraft } from '../platform/create-draft.ts'
import { nextDraft } from '../platform/next-draft.ts'
import { PlatformStop, sentence, stopsImport } from '../platform/platform-error.ts'
import { readPlatform } from '../platform/read-platform.ts'

/** Where a fresh draft's plan and results are kept, and how its steps begin. */
export const FRESH = 'fresh-'

/** Names the draft that takes the version's place, in a step of its own: a second try must not make another one. */
export async function nameFreshDraft(session: ImportSession): Promise<StepOutcome<string>> {
  const draft = await nextDraft(session, session.request.target.version, false)
  if (!draft.ok) throw new PlatformStop(draft.error)
  return { kind: 'done', value: draft.value.name }
}

/** Makes that draft, empty, unless an earlier try has made it. */
export async function createFreshDraft({ client }: ImportSession, name: string): Promise<StepOutcome<string>> {
  const found = await client.getVersion(name)
  if (found.ok) return { kind: 'done', value: name }
  if (!isNotFound(found.error)) throw new PlatformStop(found.error)
  const created = await createDraft(client, { name })
  if (created.ok) return { kind: 'done', value: name }
  if (stopsImport(created.error)) throw new PlatformStop(created.error)
  return { kind: 'failed', reason: sentence(describeConnectError(created.error)) }
}

/** Plans the draft: what the document says, and what people did on the version that it takes the place of. */
export async function planFreshDraft(session: ImportSession, fresh: ImportSession): Promise<StepOutcome<PlanSize>> {
  const { objects } = session.dependencies
  const [plan, changes] = await Promise.all([session.plan(), session.changes()])
  const { freshPlan } = await import('../conversion.ts')
  const copied = freshPlan(plan, changes, await readPlatform(session.client, () => true))
  await objects.writeJson(fresh.keys.plan, copied)
  await objects.writeJson(fresh.keys.changes, {
    actions: copied.actions.map(({ payload, skipped }) =>
      payload === undefined ? { change: 'skip', reason: skipped } : { change: 'create' },
    ),
    definitions: copied.definitions.map(() => ({ change: 'create' })),
    removals: { actions: [], definitions: [] },
  })
  return { kind: 'done', value: sizeOf(copied) }
}
