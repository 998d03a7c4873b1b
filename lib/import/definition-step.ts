import { postDefinitions } from './post-definitions.ts'
import type { DefinitionResult } from './results.ts'
import type { Session } from './session.ts'

/** Brings the definitions of one create request to the platform, and their ids to S3. Returns how many it settled. */
export const definitionStep = async (session: Session, index: number): Promise<number> => {
  const { definitions, requests } = await session.plan()
  const changes = await session.changes()
  const start = requests.slice(0, index).reduce((sum, count) => sum + count, 0)
  const slice = definitions.slice(start, start + (requests[index] ?? 0))
  const known = await session.knownDefinitions(index)
  const settled: DefinitionResult[] = []
  const wanted = slice.filter((definition, i) => {
    const decision = changes.definitions[start + i]
    if (decision === undefined || decision.change === 'create') return true
    const { id, url } = decision
    if (id !== undefined && url !== undefined) known.set(definition.name, { id, url })
    const status = decision.change === 'unchanged' ? 'done' : 'skipped'
    settled.push({ name: definition.name, status, ...decision })
    return false
  })
  const posted = wanted.length > 0 ? await postDefinitions(session.client, wanted, known) : []
  const results = [...settled, ...posted]
  await session.dependencies.objects.writeJson(session.keys.definitions(index), results)
  return results.length
}
