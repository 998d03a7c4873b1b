import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dependencyOrder } from '../../../lib/util/dependency-order.ts'

type Graph = Readonly<Record<string, readonly string[]>>
const order = (graph: Graph): string[][] => dependencyOrder(Object.keys(graph), node => graph[node] ?? [])

test.each<{ given: Graph; want: string[][] }>([
  { given: {}, want: [] },
  { given: { a: [], b: [] }, want: [['a'], ['b']] },
  { given: { a: ['b'], b: ['c'], c: [] }, want: [['c'], ['b'], ['a']] },
  { given: { a: ['a'] }, want: [['a']] },
  { given: { a: ['b'], b: ['a'] }, want: [['a', 'b']] },
  { given: { a: ['b'], b: ['c'], c: ['b', 'd'], d: [] }, want: [['d'], ['b', 'c'], ['a']] },
  { given: { a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }, want: [['d'], ['b'], ['c'], ['a']] },
])('$given', ({ given, want }) => {
  expect(order(given)).toEqual(want)
})

const graphs: fc.Arbitrary<number[][]> = fc
  .integer({ min: 1, max: 14 })
  .chain(size => fc.array(fc.array(fc.nat(size - 1), { maxLength: 4 }), { minLength: size, maxLength: size }))

/** Every node that can be reached, by plain search. */
const reachable = (graph: number[][], from: number): Set<number> => {
  const seen = new Set<number>()
  const open = [...(graph[from] ?? [])]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!seen.has(node)) open.push(...(graph[node] ?? []))
    seen.add(node)
  }
  return seen
}

test('a group only needs earlier groups and itself, and is one cycle', () => {
  fc.assert(
    fc.property(graphs, graph => {
      const groups = dependencyOrder([...graph.keys()], node => graph[node] ?? [])
      expect(groups.flat().toSorted((a, b) => a - b)).toEqual([...graph.keys()])
      const groupOf = new Map(groups.flatMap((group, i) => group.map(node => [node, i])))
      for (const [node, needed] of graph.entries()) {
        for (const other of needed) {
          expect(groupOf.get(other)).toBeLessThanOrEqual(groupOf.get(node) ?? -1)
          const cycle = reachable(graph, other).has(node) || other === node
          expect(groupOf.get(other) === groupOf.get(node)).toBe(cycle)
        }
      }
    }),
    { seed: 11, numRuns: 500 },
  )
})

test('a chain of 50,000 and a cycle of 50,000', () => {
  const size = 50_000
  const nodes = Array.from({ length: size }, (_, i) => i)
  const chain = dependencyOrder(nodes, node => (node + 1 < size ? [node + 1] : []))
  expect([chain.length, chain[0]]).toEqual([size, [size - 1]])
  const cycle = dependencyOrder(nodes, node => [(node + 1) % size])
  expect(cycle.map(group => group.length)).toEqual([size])
})
