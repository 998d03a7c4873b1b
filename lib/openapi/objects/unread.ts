import { type Location, pointerOf } from '../../json/location.ts'
import type { FileFacts } from '../references/resolver.ts'

/** Operations that the document names and that can't be read. */
export type UnreadOperations = {
  /** Path in the document; absent if it is not known. */
  readonly path?: string
  /** Upper-case method; absent for all methods of the path. */
  readonly method?: string
  /** True if their content is not known: any operation of an earlier document may be one of them. */
  readonly isUnknown: boolean
  /** Location of the first problem. */
  readonly pointer: string
  /** Message of the first problem. */
  readonly reason: string
}

/** Lookups of the keys that occur twice: one of the two values is lost. */
export type RepeatedKeys = {
  /** True if no key occurs twice. */
  readonly isEmpty: boolean
  /** Returns true for a location whose own key occurs twice. */
  readonly has: (at: Location) => boolean
  /** Returns the innermost location with such a key, of a location and those around it. */
  readonly around: (at: Location) => Location | undefined
}

export function createRepeatedKeys({ repeated }: FileFacts, rootFile: string): RepeatedKeys {
  if (repeated === undefined || repeated.size === 0) return { isEmpty: true, has: () => false, around: () => undefined }
  // Diagnostics of the root do not name its file.
  const has = (at: Location): boolean =>
    repeated.has(at.file === rootFile ? pointerOf(at).slice(rootFile.length) : pointerOf(at))
  const around = (at: Location): Location | undefined =>
    has(at) ? at : at.parent === undefined ? undefined : around(at.parent)
  return { isEmpty: false, has, around }
}
