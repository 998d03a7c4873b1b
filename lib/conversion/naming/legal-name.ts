import { sha256 } from '../../util/hash.ts'
import { limitLength } from './operation-names.ts'

/** What most names are like, which then stay as they are. */
const LEGAL = /^[a-zA-Z0-9][a-zA-Z0-9_-]*$/

/** A name that the platform allows for a definition. */
export function legalDefinitionName(name: string): string {
  if (LEGAL.test(name)) return limitLength(name)
  const legal = name.replaceAll(/[^a-zA-Z0-9_-]+/g, '_')
  return limitLength(/[a-zA-Z0-9]/.test(legal) ? legal : `Schema_${sha256(name).slice(0, 8)}`)
}
