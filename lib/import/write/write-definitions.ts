import { mapConcurrently } from '../../util/concurrency.ts'
import type { ImportSession } from '../import-session.ts'
import type { DefinitionResult } from '../model.ts'
import { conflictProblem } from '../model.ts'
import { postDefinitions } from './create-definitions.ts'
import { putDefinition } from './update-definition.ts'

/** Brings the definitions of one create request to the platform, and their ids to S3. Returns how many it settled. */
export async function definitionStep(session: ImportSession, index: number): Promise<number> {
  const { definitions, requests } = await session.plan()
  const changes = await session.changes()
  const start = requests.slice(0, index).reduce((sum, count) => sum + count, 0)
  const slice = definitions.slice(start, start + (requests[index] ?? 0))
  const known = await session.knownDefinitions(index)
  const { objects } = session.dependencies
  const key = session.keys.definitions(index)
  // An earlier try of this step may have made some before its process went away.
  const mayBeThere = (await objects.readJson(key)) !== undefined
  const decided = slice.map((definition, i) => ({
    definition,
    decision: changes.definitions[start + i] ?? ({ change: 'create' } as const),
  }))
  const settled: DefinitionResult[] = []
  for (const { definition, decision } of decided) {
    const { id, url, change, reason, diff, conflict } = decision
    if (id === undefined || url === undefined) continue
    known.set(definition.name, { id, url })
    if (change === 'update') continue
    const status = change === 'unchanged' ? 'done' : 'skipped'
    const problems = conflict ? [conflictProblem(definition.pointer, reason)] : []
    settled.push({
      name: definition.name,
      change,
      status,
      id,
      url,
      ...(reason && { reason }),
      ...(diff && { diff }),
      problems,
    })
  }
  const created = decided.filter(({ decision }) => decision.change === 'create').map(({ definition }) => definition)
  if (created.length > 0 && !mayBeThere) await objects.writeJson(key, [])
  const posted = created.length > 0 ? await postDefinitions(session.client, created, known, mayBeThere) : []
  // What is new comes first, since what is updated may refer to it.
  const updates = decided.filter(({ decision }) => decision.change === 'update')
  const updated = await mapConcurrently(updates, session.client.concurrency, ({ definition, decision }) =>
    putDefinition(session.client, definition, decision, known),
  )
  const results = [...settled, ...posted, ...updated]
  await objects.writeJson(key, results)
  return results.length
}
