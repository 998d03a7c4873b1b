import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  createRequests,
  DEFAULT_REQUEST_LIMITS,
  packRequests,
  type RequestLimits,
} from '../../../../lib/conversion/definitions/batches.ts'
import type { PlannedDefinition } from '../../../../lib/conversion/plan.ts'
import { dependencyOrder } from '../../../../lib/util/dependency-order.ts'

const LIMITS: RequestLimits = { count: 3, bytes: 100 }

const definition = (name: string, bytes: number, references: readonly string[] = []): PlannedDefinition => ({
  name,
  accept: [],
  content: 'x'.repeat(bytes),
  references,
  pointer: '#',
  problems: [],
})

test.each([
  { what: 'nothing', groups: [], want: [] },
  { what: 'what fits', groups: [[1], [1], [1]], want: [3] },
  { what: 'too many', groups: [[1], [1], [1], [1]], want: [3, 1] },
  { what: 'a cycle that would be too many', groups: [[1], [1], [1, 1]], want: [2, 2] },
  { what: 'a cycle larger than a request', groups: [[1], [1, 1, 1, 1], [1]], want: [1, 4, 1] },
  { what: 'too many bytes', groups: [[60], [60], [40]], want: [1, 2] },
  { what: 'one of too many bytes', groups: [[1], [500], [1]], want: [1, 1, 1] },
])('$what', ({ groups, want }) => {
  const planned = groups.map((group, g) => group.map((bytes, i) => definition(`${g}.${i}`, bytes)))
  expect(packRequests(planned, LIMITS).requests).toEqual(want)
})

test('bytes are counted, not characters', () => {
  const planned = ['a', 'b'].map(name => [{ ...definition(name, 0), content: '語'.repeat(20) }])
  expect(packRequests(planned, LIMITS).requests).toEqual([1, 1])
})

/** Packs definitions given as `name: references`, in dependency order; returns names and dependencies by request. */
const pack = (graph: Readonly<Record<string, string>>, limits = LIMITS) => {
  const groups = Object.entries(graph).map(([name, references]) => [definition(name, 1, references.split(' '))])
  return createRequests(packRequests(groups, limits)).map(({ definitions, after }) => ({
    names: definitions.map(({ name }) => name).join(' '),
    after: after.map(({ number }) => number),
  }))
}

test.each([
  {
    what: 'a definition is in the request of those that it refers to',
    graph: { a: '', b: 'a', c: '', d: 'c' },
    want: [
      { names: 'a b c', after: [] },
      { names: 'd', after: [0] },
    ],
  },
  {
    what: 'definitions without references do not wait',
    graph: { a: '', b: '', c: '', d: '', e: '', f: '' },
    want: [
      { names: 'a b c', after: [] },
      { names: 'd e f', after: [] },
    ],
  },
  {
    what: 'what refers to a full request, and what refers to two requests, share the next one',
    graph: { a: '', b: '', c: '', d: '', e: 'a', f: 'a d', g: 'd', h: '' },
    want: [
      { names: 'a b c', after: [] },
      { names: 'd g h', after: [] },
      { names: 'e f', after: [0, 1] },
    ],
  },
  {
    what: 'a chain has no more requests than it fills',
    graph: { a: '', b: 'a', c: 'b', d: 'c', e: 'd', f: 'e', g: 'f' },
    want: [
      { names: 'a b c', after: [] },
      { names: 'd e f', after: [0] },
      { names: 'g', after: [1] },
    ],
  },
])('$what', ({ graph, want }) => {
  expect(pack(graph)).toEqual(want)
})

/** Returns the number of requests, and of requests in the longest chain of those that wait for each other. */
const sizeOf = (references: (i: number) => number[]) => {
  const all = Array.from({ length: 1_000 }, (_, i) => [definition(String(i), 1, references(i).map(String))])
  const requests = createRequests(packRequests(all, DEFAULT_REQUEST_LIMITS))
  const levels: number[] = []
  for (const { after } of requests) levels.push(1 + Math.max(0, ...after.map(({ number }) => levels[number] ?? 0)))
  return { requests: requests.length, levels: Math.max(...levels) }
}

test.each([
  { what: 'without references', references: () => [], want: { requests: 10, levels: 1 } },
  {
    what: 'with one that all refer to',
    references: (i: number) => (i > 0 ? [0] : []),
    want: { requests: 10, levels: 2 },
  },
  {
    what: 'in groups of 40',
    references: (i: number) => (i % 40 > 0 ? [i - 1] : []),
    want: { requests: 11, levels: 2 },
  },
  { what: 'in a chain', references: (i: number) => (i > 0 ? [i - 1] : []), want: { requests: 10, levels: 10 } },
])('1,000 definitions $what', ({ references, want }) => {
  expect(sizeOf(references)).toEqual(want)
})

const graphs = fc.integer({ min: 1, max: 40 }).chain(size =>
  fc.record({
    sizes: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: size, maxLength: size }),
    edges: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 2 * size }),
    count: fc.integer({ min: 1, max: 8 }),
  }),
)

test('any definitions: each once, cycles whole, within the limits, after those that they refer to', () => {
  fc.assert(
    fc.property(graphs, ({ sizes, edges, count }) => {
      const all = sizes.map((bytes, i) => {
        const to = edges.filter(([from]) => from === i).map(([, other]) => String(other))
        return definition(String(i), bytes, [...new Set(to)])
      })
      const limits = { count, bytes: 100 }
      const groups = dependencyOrder(all, ({ references }) => references.flatMap(name => all[Number(name)] ?? []))
      const requests = createRequests(packRequests(groups, limits))
      const numberOf = new Map(requests.flatMap(({ definitions, number }) => definitions.map(one => [one, number])))
      expect(requests.flatMap(({ definitions }) => definitions).length).toBe(all.length)
      expect(numberOf.size).toBe(all.length)
      for (const group of groups) expect(new Set(group.map(one => numberOf.get(one))).size).toBe(1)
      for (const { number, definitions, after } of requests) {
        const bytes = definitions.reduce((sum, { content }) => sum + content.length, 0)
        const isOneGroup = groups.some(
          group => group.length === definitions.length && definitions.every(one => group.includes(one)),
        )
        expect(isOneGroup || (definitions.length <= count && bytes <= limits.bytes)).toBe(true)
        const wanted = definitions.flatMap(({ references }) =>
          references.map(name => numberOf.get(all[Number(name)] as PlannedDefinition)),
        )
        expect(after.every(other => other.number < number)).toBe(true)
        expect(new Set(after.map(other => other.number))).toEqual(new Set(wanted.filter(other => other !== number)))
      }
    }),
    { seed: 41, numRuns: 300 },
  )
})
