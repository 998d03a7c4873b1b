import { describeConnectError } from '../connect/describe.ts'
import { freshPlan } from '../reconcile/fresh-plan.ts'
import { readPlatform } from './compare.ts'
import { nextDraft } from './next-draft.ts'
import type { PlanSize } from './plan-document.ts'
import { PlatformStop, sentence } from './platform-error.ts'
import type { StepOutcome } from './results.ts'
import type { Session } from './session.ts'

/** Where a fresh draft's plan and results are kept, and how its steps begin. */
export const FRESH = 'fresh-'

/** Makes an empty draft that takes the version's place, where the platform can't change what is there. */
export const createFreshDraft = async (session: Session): Promise<StepOutcome<string>> => {
  const draft = await nextDraft(session, session.request.target.version, false)
  if (!draft.ok) throw new PlatformStop(draft.error)
  const { name } = draft.value
  const created = await session.client.createVersion({ name })
  if (!created.ok && !(await session.client.getVersion(name)).ok)
    return { kind: 'failed', reason: sentence(describeConnectError(created.error)) }
  return { kind: 'done', value: name }
}

/** Plans the draft: what the document says, and what people did on the version that it takes the place of. */
export const planFreshDraft = async (session: Session, fresh: Session): Promise<StepOutcome<PlanSize>> => {
  const { objects } = session.dependencies
  const [plan, changes] = await Promise.all([session.plan(), session.changes()])
  const copied = freshPlan(plan, changes, await readPlatform(session.client, () => true))
  await objects.writeJson(fresh.keys.plan, copied)
  await objects.writeJson(fresh.keys.changes, {
    actions: copied.actions.map(({ payload, skipped }) =>
      payload === undefined ? { change: 'skip', reason: skipped } : { change: 'create' },
    ),
    definitions: copied.definitions.map(() => ({ change: 'create' })),
    removals: { actions: [], definitions: [] },
  })
  const { actions, definitions, requests, document } = copied
  return {
    kind: 'done',
    value: {
      actions: actions.length,
      definitions: definitions.length,
      requests: requests.length,
      removals: 0,
      title: document.title.slice(0, 200),
      version: document.version.slice(0, 200),
    },
  }
}
