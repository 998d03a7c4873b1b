import type { LostContent, Plan } from '../../conversion/plan.ts'
import { isCallback, isCallbackOf } from '../../conversion/trigger/callback-place.ts'
import { DECISION_REASONS } from './reasons.ts'

/** Part of the document that can't be read. */
export type Cause = Pick<Plan['unread'][number], 'pointer' | 'reason'>

/** Method and path of an operation in the document; the path of an event is its place. */
export type Place = { readonly method: string; readonly path: string }

/** Returns an identity of an operation: its method, and its path without the names of its parameters. */
export function placeKey({ method, path }: Place): string {
  return `${method} ${templateOf(path)}`
}

const templateOf = (path: string): string => path.replaceAll(/\{(?:[^{}]|\{[^{}]*\})*\}/g, '{}')

/** Questions about the parts of a document that can't be read, for its actions or its triggers. */
export type UnreadParts = {
  /** Returns the part that names an operation of an earlier import. */
  readonly naming: (place: Place) => Cause | undefined
  /** Returns the first part that may have an operation of an earlier import; while there is one, it is not removed. */
  readonly maybe: (place: Place) => Cause | undefined
}

/** Prepares the unread parts of a plan for lookups of actions. */
export function unreadActions({ unread }: Plan): UnreadParts {
  return { naming: createNaming(unread), maybe: () => unread.find(({ isUnknown }) => isUnknown) }
}

/** Prepares the unread parts of a plan for lookups of triggers. An unread operation may have any callback. */
export function unreadTriggers({ unread, unreadEvents }: Plan): UnreadParts {
  const naming = createNaming(unreadEvents)
  const [unknownEvent] = unreadEvents.filter(({ isUnknown }) => isUnknown)
  const [unknownOperation] = unread.filter(({ isUnknown }) => isUnknown)
  return {
    naming: place =>
      naming(place) ?? (isCallback(place.path) ? unread.find(part => isCallbackOf(place.path, part)) : undefined),
    maybe: ({ path }) => unknownEvent ?? (isCallback(path) ? unknownOperation : undefined),
  }
}

const createNaming = (unread: Plan['unread']): UnreadParts['naming'] => {
  const parts = unread.map(part => ({ ...part, template: part.path === undefined ? undefined : templateOf(part.path) }))
  const byTemplate = Map.groupBy(parts, ({ template }) => template)
  return ({ method, path }) =>
    [...(byTemplate.get(templateOf(path)) ?? []), ...(byTemplate.get(undefined) ?? [])].find(
      part => part.method === undefined || part.method === method,
    )
}

/** Returns the first part that may use any definition; while there is one, no definition is removed. */
export function unreadUser({ unread, unreadEvents, actions, triggers, definitions }: Plan): Cause | undefined {
  const unknown = [...unread, ...unreadEvents].find(({ isUnknown }) => isUnknown)
  const incomplete = [...actions, ...triggers, ...definitions].find(({ lost }) => lost !== undefined)
  return unknown ?? (incomplete?.lost && causeOf(incomplete.lost))
}

/** Returns the part that may have a location, if nothing is read from its file. */
export type UnreadFile = (pointer: string) => Cause | undefined

/** Prepares a plan's unread parts for lookups of files. */
export function unreadFiles(plan: Plan): UnreadFile {
  const { actions, triggers, definitions } = plan
  const files = new Set([...actions, ...triggers, ...definitions].map(({ pointer }) => fileOf(pointer)))
  const user = unreadUser(plan)
  return pointer => (files.has(fileOf(pointer)) ? undefined : user)
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
