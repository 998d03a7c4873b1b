import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { duplicateKey } from '../../diagnostics/kinds/file.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { escapeToken } from '../../json/location.ts'

/** Keys or indexes that lead to a value, outermost first. */
type Path = readonly (string | number)[]

/** Collects the duplicate keys of a file, within limits. */
export type DuplicateKeys = {
  readonly found: Diagnostic[]
  /** Counts a key of an object that is open; returns false if too many are counted to search further. */
  readonly enter: () => boolean
  /** Forgets the keys of an object that ends. */
  readonly leave: (keys: number) => void
  /** Adds the duplicate key at the end of a path; returns false if no more are reported. */
  readonly add: (path: Path) => boolean
}

/** Duplicate keys that are reported, characters of their pointers, and keys of open objects that are compared. */
const MAX_REPORTED = 200_000
const MAX_CHARACTERS = 32_000_000
const MAX_OPEN_KEYS = 500_000

/** Creates the collection of one file. If the search ends early, the last diagnostic reports that there can be more. */
export function collectDuplicateKeys(file: string): DuplicateKeys {
  const found: Diagnostic[] = []
  let characters = 0
  let open = 0
  const stop = (): false => {
    found.push(diagnostic(duplicateKey.more(found.length), `${file}#`))
    return false
  }
  return {
    found,
    enter: () => ++open <= MAX_OPEN_KEYS || stop(),
    leave: keys => {
      open -= keys
    },
    add: path => {
      for (const token of path) characters += String(token).length
      if (found.length >= MAX_REPORTED || characters > MAX_CHARACTERS) return stop()
      const pointer = path.map(token => `/${escapeToken(token)}`).join('')
      found.push(diagnostic(duplicateKey.lastUsed(String(path.at(-1))), `${file}#${pointer}`))
      return true
    },
  }
}
