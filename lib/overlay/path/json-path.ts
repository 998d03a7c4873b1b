import { FunctionExpressionType, JSONPathEnvironment, JSONPathError, type JSONValue } from 'json-p3'
import type { Result } from '../../diagnostics/result.ts'
import { type Budget, spend } from './budget.ts'
import { parsePattern } from './i-regexp.ts'
import { type Automaton, matches, toAutomaton } from './match-pattern.ts'
import { meterQuery } from './meter-query.ts'
import { collect, type Keys, type SearchLimit, type Selected } from './select.ts'

/** Compiled JSONPath: selects values of a document, at most so many. */
export type Query = (root: unknown, most: number) => Result<Selected, SearchLimit>

/** Creates a compiler of paths: `createPaths`, which is loaded only by imports with overlays. */
export type CreatePaths = (steps: number, depth: number) => Compile

/** Compiles a JSONPath; the problem is a clause without a full stop. */
export type Compile = (path: string) => Result<Query, string>

/** Longest path, in characters. */
const MAX_PATH = 10_000

/**
 * Creates a compiler of paths whose searches share a number of steps.
 * @param depth levels of the documents that are searched
 * @see https://www.rfc-editor.org/rfc/rfc9535
 */
export function createPaths(steps: number, depth: number): Compile {
  const budget: Budget = { left: steps }
  // The library counts the root and the values at the deepest level too.
  const environment = new JSONPathEnvironment({ strict: true, maxRecursionDepth: depth + 3 })
  environment.functionRegister.set('match', patternFunction(budget, true))
  environment.functionRegister.set('search', patternFunction(budget, false))
  return path => {
    if (path.length > MAX_PATH) return { ok: false, problem: `it has more than ${MAX_PATH} characters` }
    try {
      const query = environment.compile(path)
      meterQuery(query, budget)
      return { ok: true, value: (root, most) => collect(locations(query.lazyQuery(root as JSONValue)), most) }
    } catch (error) {
      if (error instanceof JSONPathError) return { ok: false, problem: error.message.replace(/\.$/, '') }
      // The parser of nested expressions has used up the stack.
      if (error instanceof RangeError) return { ok: false, problem: 'it is nested too deeply' }
      throw error
    }
  }
}

function* locations(nodes: Iterable<{ readonly location: Keys }>): Generator<Keys> {
  for (const { location } of nodes) yield location
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
