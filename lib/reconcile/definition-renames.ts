import type { Plan, PlannedDefinition } from '../conversion/plan.ts'
import { fingerprintPlanned } from './fingerprint.ts'
import type { DefinitionEntry, Ledger } from './ledger.ts'
import type { PlatformState } from './platform-state.ts'
import { unreadParts } from './unread.ts'

/** Former names of the definitions that have another name now. */
export type DefinitionRenames = {
  /** Former names by present names. */
  readonly former: ReadonlyMap<string, string>
  /** Returns the present name of a definition on the platform. */
  readonly presentName: (name: string) => string
  /** Returns the former name of a planned definition. */
  readonly formerName: (name: string) => string
}

/** Finds the renamed definitions that the platform has under their former names only. */
export function renamesOnPlatform(plan: Plan, platform: PlatformState, ledger: Ledger): DefinitionRenames {
  const { definitions } = platform
  return toRenames(
    [...findRenames(plan, ledger)].filter(([name, from]) => definitions.has(from) && !definitions.has(name)),
  )
}

const toRenames = (renames: readonly (readonly [string, string])[]): DefinitionRenames => {
  const former = new Map(renames)
  const present = new Map(renames.map(([name, from]) => [from, name]))
  return {
    former,
    presentName: name => present.get(name) ?? name,
    formerName: name => former.get(name) ?? name,
  }
}

/**
 * Returns the former names of new definitions by their names: a definition that the plan has no more was at the same
 * location. Of a ledger without locations, by an equal content, if the whole document can be read.
 */
export function findRenames(plan: Plan, ledger: Ledger): Map<string, string> {
  const renames = new Map<string, string>()
  const planned = new Set(plan.definitions.map(({ name }) => name))
  const gone = [...ledger.definitions].filter(([name]) => !planned.has(name))
  if (gone.length === 0) return renames
  const created = plan.definitions.filter(({ name }) => !ledger.definitions.has(name))
  const byPointer = Map.groupBy(gone, ([, { pointer }]) => pointer)
  const createdAt = Map.groupBy(created, ({ pointer }) => pointer)
  for (const [pointer, [definition, ...others]] of createdAt) {
    const [entry, ...more] = byPointer.get(pointer) ?? []
    // A location has several definitions if several operations, or sets of media types, share it.
    if (definition === undefined || entry === undefined || others.length + more.length > 0) continue
    renames.set(definition.name, entry[0])
  }
  if (unreadParts(plan).anyDefinition !== undefined) return renames
  const byContent = Map.groupBy(byPointer.get(undefined)?.toSorted(byName) ?? [], ([, { applied }]) => applied)
  if (byContent.size === 0) return renames
  for (const definition of created) {
    const { name, references } = definition
    if (renames.has(name)) continue
    // One that refers to itself has its own former name in its content.
    const candidates = references.includes(name) ? selfReferring(byContent, references.length) : [name]
    for (const from of candidates) {
      const applied = fingerprintPlanned(withFormerNames(definition, new Map([...renames, [name, from]])))
      const [entry] = byContent.get(applied) ?? []
      if (entry === undefined || (from !== name && entry[0] !== from)) continue
      byContent.get(applied)?.shift()
      renames.set(name, entry[0])
      break
    }
  }
  return renames
}

type Entries = readonly (readonly [string, DefinitionEntry])[]

/** Returns the names of definitions that refer to themselves, with that number of references. */
const selfReferring = (entries: ReadonlyMap<string, Entries>, count: number): string[] =>
  [...entries.values()].flat().flatMap(([name, { references }]) => {
    return references.length === count && references.includes(name) ? [name] : []
  })

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1)

/** Returns a definition whose content refers to renamed ones by their former names. */
export function withFormerNames(definition: PlannedDefinition, former: ReadonlyMap<string, string>): PlannedDefinition {
  const renamed = definition.references.filter(name => former.has(name))
  if (renamed.length === 0) return definition
  const content = definition.content.replaceAll(/"#\/\$defs\/([\w-]+)"/g, (link, name: string) => {
    const from = former.get(name)
    return from === undefined ? link : `"#/$defs/${from}"`
  })
  return { ...definition, content }
}
