import { FunctionExpressionType, JSONPathEnvironment, JSONPathError, type JSONValue } from 'json-p3'
import type { Result } from '../../diagnostics/result.ts'
import { type Budget, OVER_BUDGET, spend } from './budget.ts'
import { parsePattern } from './i-regexp.ts'
import { type Automaton, matches, toAutomaton } from './match-pattern.ts'
import { meterQuery } from './meter-query.ts'

/** Keys from the root to a value. */
export type Keys = readonly (string | number)[]

/** Compiled JSONPath. Iterating over the result throws OVER_BUDGET. */
export type Query = (root: unknown) => Iterable<Keys>

/** Compiles a JSONPath; the problem is a clause without a full stop. */
export type Compile = (path: string) => Result<Query, string>

/** Longest path, in characters. */
const MAX_PATH = 10_000

/**
 * Creates a compiler of paths whose searches share a budget of work.
 * @param depth levels of the documents that are searched
 * @see https://www.rfc-editor.org/rfc/rfc9535
 */
export function createPaths(budget: Budget, depth: number): Compile {
  // The library counts the root and the values at the deepest level too.
  const environment = new JSONPathEnvironment({ strict: true, maxRecursionDepth: depth + 3 })
  environment.functionRegister.set('match', patternFunction(budget, true))
  environment.functionRegister.set('search', patternFunction(budget, false))
  return path => {
    if (path.length > MAX_PATH) return { ok: false, problem: `it has more than ${MAX_PATH} characters` }
    try {
      const query = environment.compile(path)
      meterQuery(query, budget)
      return { ok: true, value: root => search(() => query.lazyQuery(root as JSONValue)) }
    } catch (error) {
      if (error instanceof JSONPathError) return { ok: false, problem: error.message.replace(/\.$/, '') }
      // The parser of nested expressions has used up the stack.
      if (error instanceof RangeError) return { ok: false, problem: 'it is nested too deeply' }
      throw error
    }
  }
}

function* search(begin: () => Iterable<{ readonly location: Keys }>): Generator<Keys> {
  try {
    for (const { location } of begin()) yield location
  } catch (error) {
    // An array of hundreds of thousands of values that a filter selects.
    throw error instanceof RangeError ? OVER_BUDGET : error
  }
}

/** Creates `match` or `search`, which take time linear in the text. @see https://www.rfc-editor.org/rfc/rfc9535#section-2.4.6 */
const patternFunction = (budget: Budget, isWhole: boolean) => {
  const known = new Map<string, Automaton | undefined>()
  const automatonOf = (pattern: string): Automaton | undefined => {
    if (known.has(pattern)) return known.get(pattern)
    spend(budget, pattern.length)
    const parsed = parsePattern(pattern)
    const automaton = parsed && toAutomaton(parsed)
    // A pattern may be a value of the document.
    if (known.size < MAX_PATTERNS) known.set(pattern, automaton)
    return automaton
  }
  return {
    argTypes: [FunctionExpressionType.ValueType, FunctionExpressionType.ValueType],
    returnType: FunctionExpressionType.LogicalType,
    call: (text: unknown, pattern: unknown): boolean => {
      if (typeof text !== 'string' || typeof pattern !== 'string') return false
      const automaton = automatonOf(pattern)
      return automaton !== undefined && matches(automaton, text, isWhole, budget)
    },
  }
}

const MAX_PATTERNS = 100
