import { CATALOGUE } from '../../lib/diagnostics/catalogue.ts'
import type { Entry } from '../../lib/diagnostics/kind.ts'

/** One message of the catalogue, filled in with sample arguments. */
export type Sample = { readonly code: string; readonly name: string; readonly entry: Entry }

/** Arguments of builders that do not accept strings for all of their arguments. */
const ARGUMENTS: Readonly<Record<string, readonly unknown[]>> = {
  'security-per-operation differs': [[{ count: 2, requirement: 'key' }]],
  'querystring-reduced ignored': [{ description: 'Filter.', required: ['a'], keywords: ['minProperties'] }],
}
const NAMES = ['first', 'second']

const isBuilder = (value: unknown): value is (...args: readonly unknown[]) => Entry => typeof value === 'function'

/** Fills in a message with strings; with arrays of strings if it needs arrays. */
const fill = (key: string, build: (...args: readonly unknown[]) => Entry): Entry => {
  const given = ARGUMENTS[key]
  if (given !== undefined) return build(...given)
  const choices = Array.from({ length: 16 }, (_, bits) =>
    Array.from({ length: 4 }, (_, i) => ((bits >> i) & 1 ? NAMES : 'sample')),
  )
  for (const args of choices) {
    try {
      return build(...args)
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
    }
  }
  throw new Error(`${key}: add sample arguments`)
}

/** Returns every message of the catalogue with sample arguments. */
export function diagnosticSamples(): Sample[] {
  return CATALOGUE.flatMap(({ kinds }) => Object.values(kinds)).flatMap(kind =>
    Object.entries(kind).flatMap(([name, build]) =>
      isBuilder(build) ? [{ code: kind.code, name, entry: fill(`${kind.code} ${name}`, build) }] : [],
    ),
  )
}
