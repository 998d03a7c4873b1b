import type { ConnectClient } from '../../connect/client.ts'
import { type ConnectError, isNotFound } from '../../connect/errors.ts'
import { linkDefinition, type PlatformDefinition } from '../../conversion/link.ts'
import type { PlannedDefinition } from '../../conversion/plan.ts'
import { nameOfUrl } from '../../reconcile/compare/definition-url.ts'
import { sameDefinition } from '../../reconcile/compare/stored-definition.ts'
import { DECISION_REASONS } from '../../reconcile/decide/reasons.ts'
import { dependencyOrder } from '../../util/dependency-order.ts'
import type { DefinitionResult } from '../model.ts'
import { mayHaveWorked, PlatformStop, reasonOf, stopIfFatal } from '../platform/platform-error.ts'
import { ATTEMPTS } from '../platform/post-once.ts'
import { readSchema, storedDefinition } from '../platform/read-platform.ts'
import { IMPORT_REASONS } from '../reasons.ts'

/**
 * Creates definitions in one request. If the platform refuses it, in smaller requests, so that each definition is refused
 * for its own errors only. Adds the created ones to `known`. If `mayExist`, after an interrupted attempt, looks them up
 * first: not every platform refuses a duplicate name.
 * @throws PlatformStop
 */
export async function createDefinitions(
  client: ConnectClient,
  definitions: readonly PlannedDefinition[],
  known: Map<string, PlatformDefinition>,
  mayExist: boolean,
): Promise<DefinitionResult[]> {
  const settled: DefinitionResult[] = mayExist ? await lookUp(client, definitions, known) : []
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
        if (item === undefined) continue
        const { id, url } = item
        known.set(name, { id, url })
        settled.push({ name, change: 'create', status: 'done', id, url })
      }
      pending = pending.filter(({ name }) => !created.has(name))
      error = undefined
      if (pending.length === 0) break
    } else {
      error = answer.error
      stopIfFatal(error)
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
  return [...settled, ...(await createInHalves(client, pending, known, error))]
}

const without = (
  definitions: readonly PlannedDefinition[],
  settled: readonly DefinitionResult[],
): readonly PlannedDefinition[] => {
  const names = new Set(settled.map(({ name }) => name))
  return definitions.filter(({ name }) => !names.has(name))
}

/** Splits a refused request in half. Cycles stay whole; one that can't be split has failed. */
const createInHalves = async (
  client: ConnectClient,
  pending: readonly PlannedDefinition[],
  known: Map<string, PlatformDefinition>,
  error: ConnectError | undefined,
): Promise<DefinitionResult[]> => {
  const byName = new Map(pending.map(definition => [definition.name, definition]))
  const groups = dependencyOrder(pending, ({ references }) => references.flatMap(name => byName.get(name) ?? []))
  if (groups.length === 1) {
    const reason = error === undefined ? IMPORT_REASONS.notReturned : reasonOf(error)
    return pending.map(({ name }) => ({ name, change: 'create', status: 'failed', reason }))
  }
  const middle = Math.ceil(groups.length / 2)
  const first = await createDefinitions(client, groups.slice(0, middle).flat(), known, false)
  const second = await createDefinitions(client, groups.slice(middle).flat(), known, false)
  return [...first, ...second]
}

/** Finds the definitions that exist on the platform, possibly from a request whose response was lost. @throws PlatformStop */
const lookUp = async (
  client: ConnectClient,
  definitions: readonly PlannedDefinition[],
  known: Map<string, PlatformDefinition>,
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
      known.set(name, { id, url })
      const content = storedDefinition(stored, await readSchema(client, url))
      if (sameDefinition(definition, content, nameOf)) return { name, change: 'create', status: 'done', id, url }
      return { name, change: 'keep', status: 'skipped', id, url, reason: DECISION_REASONS.foreign }
    }),
  )
}
