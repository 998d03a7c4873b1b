import { isNotFound } from '../../connect/errors.ts'
import type { PlannedTrigger } from '../../conversion/plan.ts'
import type { Decision } from '../../reconcile/decide/decision.ts'
import type { ImportSession } from '../import-session.ts'
import { type PlanSize, type StepOutcome, type StoredChanges, sizeOf } from '../model.ts'
import { createDraft, nextDraft } from '../platform/drafts.ts'
import { PlatformStop, reasonOf, stopIfFatal } from '../platform/platform-error.ts'
import { readPiece } from '../platform/read-in-pieces.ts'
import type { Wanted } from '../platform/read-platform.ts'
import type { Piece } from '../prepare/compare.ts'
import { countNothing } from '../progress.ts'

/** Prefix of a fresh draft's S3 keys and of its step names. */
export const FRESH = 'fresh-'

/** Names the fresh draft. A step of its own: a repeated `createFreshDraft` must not create a second draft. @throws PlatformStop */
export async function nameFreshDraft({ client, request }: ImportSession): Promise<StepOutcome<string>> {
  const draft = await nextDraft(client, request.target.version, false)
  if (!draft.ok) throw new PlatformStop(draft.error)
  return { kind: 'done', value: draft.value.name }
}

/** Creates the fresh draft, empty, unless an earlier attempt has created it. @throws PlatformStop */
export async function createFreshDraft({ client }: ImportSession, name: string): Promise<StepOutcome<string>> {
  const found = await client.getVersion(name)
  if (found.ok) return { kind: 'done', value: name }
  if (!isNotFound(found.error)) throw new PlatformStop(found.error)
  const created = await createDraft(client, { name })
  if (created.ok) return { kind: 'done', value: name }
  stopIfFatal(created.error)
  return { kind: 'failed', reason: reasonOf(created.error) }
}

/** A fresh draft has copies of all kinds of items. */
const EVERYTHING: Wanted = { schema: () => true, triggers: true }

/**
 * Plans the fresh draft: the document's items, and the edits on the version that it replaces, which is read in pieces.
 * @returns the size of the plan after the last piece, undefined before
 * @throws PlatformStop
 */
export async function planFreshDraft(
  session: ImportSession,
  fresh: ImportSession,
  { piece, count = countNothing }: Piece,
): Promise<StepOutcome<PlanSize | undefined>> {
  const { objects } = session.dependencies
  const platform = await readPiece({ client: session.client, session: fresh, wanted: EVERYTHING, count }, piece)
  if (platform === undefined) return { kind: 'done', value: undefined }
  const [plan, changes] = await Promise.all([session.plan(), session.changes()])
  const { freshPlan } = await import('../conversion.ts')
  const copied = freshPlan(plan, changes, platform)
  await objects.writeJson(fresh.keys.plan, copied)
  const stored: StoredChanges = {
    version: fresh.target.version,
    actions: copied.actions.map(decideCopied),
    triggers: copied.triggers.map(decideCopied),
    definitions: copied.definitions.map((): Decision => ({ change: 'create' })),
    removals: { actions: [], triggers: [], definitions: [], keptDefinitions: [] },
  }
  await objects.writeJson(fresh.keys.changes, stored)
  return { kind: 'done', value: sizeOf(copied) }
}

const decideCopied = ({ payload, skipped }: PlannedTrigger): Decision => {
  return payload === undefined
    ? { change: 'skip', ...(skipped !== undefined && { reason: skipped }) }
    : { change: 'create' }
}
