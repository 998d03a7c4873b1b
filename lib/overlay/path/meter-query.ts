import { JSONPathNodeList, type JSONPathQuery } from 'json-p3'
import { type Budget, spend } from './budget.ts'

type Node = { readonly value: unknown }

/** Part of a compiled query, with the fields that some part has. */
type Part = {
  readonly segments?: readonly Part[]
  readonly selectors?: readonly Part[]
  readonly path?: Part
  readonly args?: readonly Part[]
  readonly expression?: Part
  /** False for a comparison. */
  readonly logical?: boolean
  left?: Part
  right?: Part
  resolve?: (node: Node) => Node[]
  evaluate?: (context: unknown) => unknown
}

/**
 * Makes a compiled query spend a budget for each value that it visits, selects, filters or compares. Changes the query.
 * The library has no such limit, and the number of steps can grow with a power of the document's size.
 */
export function meterQuery(query: JSONPathQuery, budget: Budget): void {
  const meter = (part: Part): void => {
    for (const segment of part.segments ?? []) for (const selector of segment.selectors ?? []) meterSelector(selector)
    for (const inner of [part.path, part.expression, part.left, part.right, ...(part.args ?? [])])
      if (inner !== undefined) meter(inner)
    if (part.logical === false) meterComparison(part, budget)
    if (part.path !== undefined) makeLazy(part)
  }
  const meterSelector = (selector: Part): void => {
    const { expression, resolve } = selector
    if (expression !== undefined) meter(expression)
    selector.resolve = node => {
      spend(budget, expression === undefined ? 1 : 1 + childrenOf(node.value))
      const found = resolve?.call(selector, node) ?? []
      spend(budget, found.length)
      return found
    }
  }
  meter(query as unknown as Part)
}

const childrenOf = (value: unknown): number =>
  Array.isArray(value) ? value.length : isComposed(value) ? Object.keys(value).length : 0

/** The library's other way to evaluate the query of a filter can't take arrays of more than some 100,000 values. */
const makeLazy = (query: Part): void => {
  const { evaluate } = query
  query.evaluate = context => evaluate?.call(query, { ...(context as object), lazy: true })
}

/** A comparison of two objects or arrays takes as much work as the smaller one has values. */
const meterComparison = (comparison: Part, budget: Budget): void => {
  const { left, right } = comparison
  let compared: unknown
  // The library evaluates the left operand first.
  comparison.left = {
    evaluate: context => {
      compared = left?.evaluate?.(context)
      return compared
    },
  }
  comparison.right = {
    evaluate: context => {
      const other = operandValue(compared)
      const found = right?.evaluate?.(context)
      const value = operandValue(found)
      if (isComposed(other) && isComposed(value)) spend(budget, smallerSize(other, value, budget.left))
      return found
    },
  }
}

/** Returns the value of an operand, which a query gives as a list of one node. */
const operandValue = (operand: unknown): unknown => {
  if (!(operand instanceof JSONPathNodeList)) return operand
  return operand.nodes.length === 1 ? operand.nodes[0]?.value : undefined
}

const isComposed = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Counts the values in the smaller of two objects or arrays; stops past a limit. */
const smallerSize = (a: object, b: object, limit: number): number => {
  let size = 0
  const open: [unknown[], unknown[]] = [[a], [b]]
  while (open.every(values => values.length > 0) && size <= limit) {
    size++
    for (const values of open) {
      const next = values.pop()
      if (isComposed(next)) for (const member of Object.values(next)) values.push(member)
    }
  }
  return size
}
