import explanations from './explanations.json' with { type: 'json' }
import type { Explanation } from './kind.ts'

const EXPLANATIONS: ReadonlyMap<string, Explanation> = new Map(Object.entries(explanations))

/** Returns the explanation of a code; undefined for any other string. */
export function explanationOf(code: string): Explanation | undefined {
  return EXPLANATIONS.get(code)
}

/** Returns all codes that have an explanation, in alphabetical order. */
export function explainedCodes(): string[] {
  return [...EXPLANATIONS.keys()]
}
