import type { LostContent, Plan } from '../conversion/plan.ts'
import { DECISION_REASONS } from './reasons.ts'

/** Part of the document that can't be read. */
export type Cause = Pick<Plan['unread'][number], 'pointer' | 'reason'>

/** Method and path of an operation in the document. */
export type Place = { readonly method: string; readonly path: string }

/** Returns an identity of an operation: its method, and its path without the names of its parameters. */
export function placeKey({ method, path }: Place): string {
  return `${method} ${templateOf(path)}`
}

const templateOf = (path: string): string => path.replaceAll(/\{(?:[^{}]|\{[^{}]*\})*\}/g, '{}')

/** Questions about the parts of a document that can't be read. */
export type UnreadParts = {
  /** Returns the part that names an operation of an earlier import. */
  readonly naming: (place: Place) => Cause | undefined
  /** The first part that may have any operation; while there is one, no action is removed. */
  readonly anyOperation: Cause | undefined
  /** The first part that may use any definition; while there is one, no definition is removed. */
  readonly anyDefinition: Cause | undefined
  /** Returns the part that may have a location, if nothing is read from its file. */
  readonly fileOf: (pointer: string) => Cause | undefined
}

/** Prepares a plan's unread parts for lookups. */
export function unreadParts({ unread, actions, definitions }: Plan): UnreadParts {
  const parts = unread.map(part => ({ ...part, template: part.path === undefined ? undefined : templateOf(part.path) }))
  const byTemplate = Map.groupBy(parts, ({ template }) => template)
  const anyOperation = unread.find(({ isUnknown }) => isUnknown)
  const incomplete = [...actions, ...definitions].find(({ lost }) => lost !== undefined)
  const files = new Set([...actions, ...definitions].map(({ pointer }) => fileOf(pointer)))
  const anyDefinition = anyOperation ?? (incomplete?.lost && causeOf(incomplete.lost))
  return {
    naming: ({ method, path }) =>
      [...(byTemplate.get(templateOf(path)) ?? []), ...(byTemplate.get(undefined) ?? [])].find(
        part => part.method === undefined || part.method === method,
      ),
    anyOperation,
    anyDefinition,
    fileOf: pointer => (files.has(fileOf(pointer)) ? undefined : anyDefinition),
  }
}

const fileOf = (pointer: string): string => pointer.split('#', 1)[0] ?? ''

/** Decision to keep an item on the platform, since its planned content is incomplete. */
export type KeptForLoss = { readonly change: 'keep'; readonly reason: string; readonly unread: string }

/**
 * Keeps an item that would lose content by an update, since a reference can't be resolved; undefined if it loses nothing.
 * @param before locations of the content that was lost when it was last applied
 */
export function keepForLoss(lost: LostContent | undefined, before: readonly string[] = []): KeptForLoss | undefined {
  const known = new Set(before)
  if (lost === undefined || lost.pointers.every(pointer => known.has(pointer))) return undefined
  return { change: 'keep', reason: DECISION_REASONS.lost(lost.reason), unread: lost.pointers[0] ?? '#' }
}

const causeOf = ({ pointers, reason }: LostContent): Cause => ({ pointer: pointers[0] ?? '#', reason })
