import type { Plan, PlannedDefinition } from '../../conversion/plan.ts'
import { fingerprintPlanned } from '../compare/fingerprint.ts'
import type { PlatformState } from '../compare/platform-state.ts'
import type { DefinitionEntry, Ledger } from '../ledger/ledger.ts'

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
 * Returns the former names of new definitions, by their names: a definition that the plan has no more was at the same
 * location or, in a ledger without locations, had the same content.
 */
export function findRenames(plan: Plan, ledger: Ledger): Map<string, string> {
  const planned = new Set(plan.definitions.map(({ name }) => name))
  const gone = [...ledger.definitions].filter(([name]) => !planned.has(name))
  if (gone.length === 0) return new Map()
  const created = plan.definitions.filter(({ name }) => !ledger.definitions.has(name))
  const byPointer = Map.groupBy(gone, ([, { pointer }]) => pointer)
  const renames = findByLocation(created, byPointer)
  const left = created.filter(({ name }) => !renames.has(name))
  return findByContent(left, byPointer.get(undefined) ?? [], renames)
}

const JSON_TYPE = 'application/json'

type Entry = readonly [name: string, entry: DefinitionEntry]

const findByLocation = (
  created: readonly PlannedDefinition[],
  gone: ReadonlyMap<string | undefined, readonly Entry[]>,
): Map<string, string> => {
  const renames = new Map<string, string>()
  for (const [pointer, [definition, ...others]] of Map.groupBy(created, ({ pointer }) => pointer)) {
    const [entry, ...more] = gone.get(pointer) ?? []
    // A location has several definitions if several operations, or sets of media types, share it.
    if (definition === undefined || entry === undefined || others.length + more.length > 0) continue
    renames.set(definition.name, entry[0])
  }
  return renames
}

/** Adds the renames of definitions in the order of the plan: one that refers to a renamed one comes after it. */
const findByContent = (
  created: readonly PlannedDefinition[],
  gone: readonly Entry[],
  known: ReadonlyMap<string, string>,
): Map<string, string> => {
  const renames = new Map(known)
  const left = new Map(gone.toSorted(byName))
  const byContent = Map.groupBy(left.keys(), name => left.get(name)?.applied)
  const find = (definition: PlannedDefinition): string | undefined => {
    const { name, references } = definition
    // Before ledgers had locations, every definition that others refer to had this media type.
    const accepts = definition.accept.includes(JSON_TYPE) ? [definition.accept] : [definition.accept, [JSON_TYPE]]
    const matches = (former: ReadonlyMap<string, string>): readonly string[] =>
      accepts
        .flatMap(accept => byContent.get(fingerprintPlanned({ ...withFormerNames(definition, former), accept })) ?? [])
        .filter(from => left.has(from))
    if (!references.includes(name)) return matches(renames)[0]
    // One that refers to itself has its own former name in its content.
    const candidates = [...left].flatMap(([from, entry]) => {
      return entry.references.length === references.length && entry.references.includes(from) ? [from] : []
    })
    return candidates.find(from => matches(new Map([...renames, [name, from]])).includes(from))
  }
  for (const definition of left.size === 0 ? [] : created) {
    const from = find(definition)
    if (from === undefined) continue
    renames.set(definition.name, from)
    left.delete(from)
  }
  return renames
}

const byName = ([a]: Entry, [b]: Entry): number => (a < b ? -1 : 1)

/** Returns a definition whose content refers to renamed ones by their former names. */
export function withFormerNames(definition: PlannedDefinition, former: ReadonlyMap<string, string>): PlannedDefinition {
  const renamed = definition.references.filter(name => former.has(name))
  if (renamed.length === 0) return definition
  return { ...definition, content: renameReferences(definition.content, name => former.get(name) ?? name) }
}

/** Replaces the names of the definitions that a content refers to. */
export function renameReferences(content: string, nameOf: (name: string) => string): string {
  return content.replaceAll(/"#\/\$defs\/([\w-]+)"/g, (_, name: string) => `"#/$defs/${nameOf(name)}"`)
}
