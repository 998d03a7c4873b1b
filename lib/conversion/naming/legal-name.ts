import type { NameProblem } from '../../diagnostics/kinds/operations.ts'
import { sha256 } from '../../util/hash.ts'
import { MAX_NAME } from '../text.ts'
import { limitLength } from './operation-names.ts'

/** Legal name, which is kept unchanged; most names are. */
const LEGAL = /^[a-zA-Z0-9][a-zA-Z0-9_-]*$/

/** Returns a name that the platform accepts for a definition; unchanged if the given one is legal. */
export function legalDefinitionName(name: string): string {
  return limitLength(withLegalCharacters(name))
}

/** Returns the readable part of `legalDefinitionName`, of any length: a name gets at most one hash. */
export function legalStem(name: string): string {
  if (LEGAL.test(name)) return name
  const legal = name.replaceAll(/[^a-zA-Z0-9_-]+/g, '_')
  return /[a-zA-Z0-9]/.test(legal) ? legal : 'Schema'
}

/** Returns true if `legalDefinitionName` adds a hash to a name. */
export function getsHash(name: string): boolean {
  return legalDefinitionName(name) !== legalStem(name)
}

/** Returns why a definition has another name than its schema. */
export function definitionNameProblem(name: string): NameProblem {
  if (withLegalCharacters(name) !== name) return 'illegal'
  return name.length > MAX_NAME ? 'tooLong' : 'duplicate'
}

const withLegalCharacters = (name: string): string => {
  if (LEGAL.test(name)) return name
  const stem = legalStem(name)
  return /[a-zA-Z0-9]/.test(name) ? stem : `${stem}_${sha256(name).slice(0, 8)}`
}
