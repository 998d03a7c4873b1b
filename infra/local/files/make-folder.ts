import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Creates a folder and its parents. Not by the option `recursive`, with which Node.js never returns where a parent exists
 * but accepts no folder, such as in /proc, and in a working directory that was deleted.
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    const parent = dirname(path)
    if (code !== 'ENOENT' || parent === path) throw error
    makeFolder(parent)
    makeLast(path)
  }
}

/** Creates a folder whose parent exists, unless another process has just created it. */
const makeLast = (path: string): void => {
  try {
    mkdirSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
