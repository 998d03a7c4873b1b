import type { ConnectClient } from '../../connect/client.ts'
import { describeConnectError } from '../../connect/describe.ts'
import { isNotFound } from '../../connect/errors.ts'
import { type Known, linkDefinition } from '../../conversion/link.ts'
import type { PlannedDefinition } from '../../conversion/plan.ts'
import type { Decision } from '../../reconcile/decision.ts'
import type { DefinitionResult } from '../model.ts'
import { PlatformStop, sentence, stopsImport } from '../platform/platform-error.ts'
import { postDefinitions } from './create-definitions.ts'

const NONE: ReadonlySet<string> = new Set()

/** Updates one definition in place; whatever it refers to is on the platform already. @throws PlatformStop */
export async function putDefinition(
  client: ConnectClient,
  definition: PlannedDefinition,
  { id = '', url = '', diff }: Decision,
  known: Map<string, Known>,
): Promise<DefinitionResult> {
  const { name } = definition
  const answer = await client.updateDefinition(name, { id, ...linkDefinition(definition, NONE, known) })
  const common = { name, change: 'update' as const, ...(diff && { diff }) }
  if (answer.ok) {
    const now = { id: answer.value.id, url: answer.value.url }
    known.set(name, now)
    return { ...common, status: 'done', ...now }
  }
  const { error } = answer
  if (stopsImport(error) || error.kind === 'missing-route') throw new PlatformStop(error)
  if (isNotFound(error)) {
    // It was deleted in the meantime.
    known.delete(name)
    const [created] = await postDefinitions(client, [definition], known, false)
    if (created !== undefined) return created
  }
  return { ...common, status: 'failed', id, url, reason: sentence(describeConnectError(error)) }
}
