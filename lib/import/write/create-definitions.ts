import type { ConnectClient } from '../../connect/client.ts'
import { describeConnectError } from '../../connect/describe.ts'
import { type ConnectError, isNotFound } from '../../connect/errors.ts'
import { type Known, linkDefinition } from '../../conversion/link.ts'
import type { PlannedDefinition } from '../../conversion/plan.ts'
import { nameOfUrl } from '../../reconcile/definition-url.ts'
import { sameDefinition } from '../../reconcile/stored-definition.ts'
import { dependencyOrder } from '../../util/dependency-order.ts'
import type { DefinitionResult } from '../model.ts'
import { mayHaveWorked, PlatformStop, sentence, stopsImport } from '../platform/platform-error.ts'
import { ATTEMPTS } from '../platform/post-once.ts'

/**
 * Creates definitions in one request; where the platform refuses it, in smaller ones, so that each definition is
 * refused for its own faults only. `known` gains what is created. Where an earlier try broke off, `mayBeThere`, a look
 * comes first: not every platform refuses a second one of a name.
 * @throws PlatformStop
 */
export async function postDefinitions(
  client: ConnectClient,
  definitions: readonly PlannedDefinition[],
  known: Map<string, Known>,
  mayBeThere: boolean,
): Promise<DefinitionResult[]> {
  const settled: DefinitionResult[] = mayBeThere ? await lookUp(client, definitions, known) : []
  let pending = without(definitions, settled)
  let error: ConnectError | undefined
  for (let attempt = 1; attempt <= ATTEMPTS && pending.length > 0; attempt++) {
    const names = new Set(pending.map(({ name }) => name))
    const body = { definitions: pending.map(definition => linkDefinition(definition, names, known)) }
    const answer = await client.createDefinitions(body)
    if (answer.ok) {
      const created = new Map((answer.value.definitions ?? []).map(item => [item.name, item]))
      for (const { name } of pending) {
        const item = created.get(name)
        if (item !== undefined) settled.push(done(name, item, known))
      }
      pending = pending.filter(({ name }) => !created.has(name))
      error = undefined
      if (pending.length === 0) break
    } else {
      error = answer.error
      if (stopsImport(error)) throw new PlatformStop(error)
      if (!mayHaveWorked(error)) break
    }
    const before = pending.length
    const found = await lookUp(client, pending, known)
    settled.push(...found)
    pending = without(pending, found)
    if (error?.kind === 'refused' && pending.length === before) break
    if (error !== undefined && pending.length > 0 && attempt < ATTEMPTS) await client.pause(attempt, error)
  }
  if (pending.length === 0) return settled
  return [...settled, ...(await postSmaller(client, pending, known, error))]
}

const without = (
  definitions: readonly PlannedDefinition[],
  settled: readonly DefinitionResult[],
): readonly PlannedDefinition[] => {
  const names = new Set(settled.map(({ name }) => name))
  return definitions.filter(({ name }) => !names.has(name))
}

const done = (name: string, { id, url }: Known, known: Map<string, Known>): DefinitionResult => {
  known.set(name, { id, url })
  return { name, change: 'create', status: 'done', id, url }
}

/** Cycles have to stay whole; what can't be made smaller has failed. */
const postSmaller = async (
  client: ConnectClient,
  pending: readonly PlannedDefinition[],
  known: Map<string, Known>,
  error: ConnectError | undefined,
): Promise<DefinitionResult[]> => {
  const byName = new Map(pending.map(definition => [definition.name, definition]))
  const groups = dependencyOrder(pending, ({ references }) => references.flatMap(name => byName.get(name) ?? []))
  if (groups.length === 1) {
    const reason = error === undefined ? 'The platform did not answer with it.' : sentence(describeConnectError(error))
    return pending.map(({ name }) => ({ name, change: 'create', status: 'failed', reason }))
  }
  const middle = Math.ceil(groups.length / 2)
  const first = await postDefinitions(client, groups.slice(0, middle).flat(), known, false)
  const second = await postDefinitions(client, groups.slice(middle).flat(), known, false)
  return [...first, ...second]
}

/** Which of the definitions are on the platform already, perhaps by a request whose answer was lost. */
const lookUp = async (
  client: ConnectClient,
  definitions: readonly PlannedDefinition[],
  known: Map<string, Known>,
): Promise<DefinitionResult[]> => {
  const answers = await Promise.all(
    definitions.map(async definition => ({ definition, answer: await client.getDefinition(definition.name) })),
  )
  const found = answers.flatMap(({ definition, answer }) => {
    if (answer.ok) return [{ definition, stored: answer.value }]
    if (!isNotFound(answer.error)) throw new PlatformStop(answer.error)
    return []
  })
  const earlier = [...known].map(([name, { id, url }]) => ({ id, name, url }))
  const nameOf = nameOfUrl([...earlier, ...found.map(({ stored }) => stored)])
  return Promise.all(
    found.map(async ({ definition, stored }): Promise<DefinitionResult> => {
      const { id, name, url } = stored
      const schema = await client.getSchema(url)
      if (!schema.ok && stopsImport(schema.error)) throw new PlatformStop(schema.error)
      const description = typeof stored.description === 'string' ? stored.description : undefined
      const content = { accept: stored.accept ?? [], description, schema: schema.ok ? schema.value : undefined }
      if (sameDefinition(definition, content, nameOf)) return done(name, stored, known)
      known.set(name, { id, url })
      const reason = 'The platform has one of this name that differs from the document; it was left as it is.'
      return { name, change: 'keep', status: 'skipped', id, url, reason }
    }),
  )
}
