import { child, displayPointer, type Location, unescapeToken } from '../json/location.ts'

/** Returns the pointer to where a value was written, for its pointer in the document with overlays. */
export type Origin = (pointer: string) => string

/**
 * Creates the function for the locations of a document's root. Pointers into other files stay as they are.
 * @param at location of the root, whose file is empty
 * @param rootFile name of the root in pointers
 */
export function createOrigin(at: Location, rootFile: string): Origin {
  return pointer => {
    if (!pointer.startsWith(`${rootFile}#`)) return pointer
    const keys = pointer
      .slice(rootFile.length + 1)
      .split('/')
      .slice(1)
    const origin = keys.map(unescapeToken).reduce(child, at)
    return `${origin.file === '' ? rootFile : ''}${displayPointer(origin)}`
  }
}
