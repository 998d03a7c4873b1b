import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMapping } from '../../../../lib/json/mapping.ts'
import { DEFAULT_LIMITS } from '../../../../lib/openapi/parse/limits.ts'
import { parse } from '../../../../lib/openapi/parse/parse.ts'
import { findFixtures } from '../../../fixtures/find-fixtures.ts'

/** The fixtures of one file, parsed: documents that between them use every part of the specification. */
export const readDocuments = (): { name: string; value: unknown }[] =>
  findFixtures()
    .filter(({ folder, name }) => !folder.endsWith(name))
    .map(({ folder, name, root }) => {
      const parsed = parse(readFileSync(join(folder, root)), '', DEFAULT_LIMITS)
      if (!parsed.ok) throw new Error(parsed.problem.message)
      return { name, value: parsed.value }
    })

/** Makes any later change of a value an error. */
export const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const item of Object.values(value)) deepFreeze(item)
  }
  return value
}

/** Copies a value; unlike structuredClone, keeps numbers that JavaScript can't hold. */
export const copyOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(copyOf)
  return isMapping(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyOf(item)])) : value
}
