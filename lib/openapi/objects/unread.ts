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

/** Returns a predicate for the locations whose key occurs twice: one of the two values is lost. */
export function createRepeatedCheck({ repeated }: FileFacts, rootFile: string): (at: Location) => boolean {
  if (repeated === undefined || repeated.size === 0) return () => false
  // Diagnostics of the root do not name its file.
  return at => repeated.has(at.file === rootFile ? pointerOf(at).slice(rootFile.length) : pointerOf(at))
}
