import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT, readPage } from './blocks.ts'

type Override = {
  readonly includes: readonly string[]
  readonly linter: {
    readonly rules: {
      readonly style?: {
        readonly noRestrictedImports?: {
          readonly options?: { readonly patterns: readonly { readonly group: readonly string[] }[] }
        }
        readonly noRestrictedGlobals?: unknown
      }
    }
  }
}

const ROOMS = readdirSync(join(ROOT, 'lib')).toSorted()
const page = readPage('docs/architecture.md')
const { overrides }: { overrides: readonly Override[] } = JSON.parse(readPage('biome.json'))

const roomOf = (glob: string): string => glob.replace(/^lib\/|\/\*\*$/g, '')

/** Rooms that the linter lets each room import. */
const allowed = new Map(
  overrides.flatMap(({ includes: [glob = ''], linter }) => {
    const patterns = linter.rules.style?.noRestrictedImports?.options?.patterns
    if (patterns === undefined) return []
    const denied = new Set(patterns.flatMap(({ group }) => group))
    const imported = ROOMS.filter(room => room !== roomOf(glob) && !denied.has(`**/${room}/**`))
    return [[roomOf(glob), imported] as const]
  }),
)

/** Rooms that each room reaches, directly or through others. */
const reachable = (edges: ReadonlyMap<string, readonly string[]>): Record<string, string[]> => {
  const reach = (room: string): string[] => (edges.get(room) ?? []).flatMap(next => [next, ...reach(next)])
  return Object.fromEntries(ROOMS.map(room => [room, [...new Set(reach(room))].toSorted()]))
}

const rows = page
  .split('\n')
  .filter(line => / (pure|edge) \|$/.test(line))
  .map(line => line.split('|').map(cell => cell.trim().replaceAll(/`|lib\//g, '')))

test('the linter has a rule for every room', () => {
  expect([...allowed.keys()].toSorted()).toEqual(ROOMS)
})

test('the table of imports has what the linter allows', () => {
  const table = rows.map(([, room, imports = '']) => [room, imports === 'none' ? [] : imports.split(', ')])
  expect(Object.fromEntries(table)).toEqual(Object.fromEntries(allowed))
  expect(rows).toHaveLength(ROOMS.length)
})

test('the table of imports marks the rooms that the linter keeps pure', () => {
  const pure =
    overrides.find(({ linter }) => typeof linter.rules.style?.noRestrictedGlobals === 'object')?.includes ?? []
  const marked = rows.filter(([, , , kind]) => kind === 'pure').map(([, room]) => room)
  expect(marked.toSorted()).toEqual(pure.map(roomOf).toSorted())
})

test('the diagram of imports has allowed arrows only, and reaches every room that the linter allows', () => {
  const [, diagram = ''] = /```mermaid\nflowchart TD\n(.*?)```/s.exec(page) ?? []
  const arrows = new Map<string, string[]>()
  for (const [, from = '', to = ''] of diagram.matchAll(/^ {2}(\w+) --> (.+)$/gm)) {
    expect(allowed.get(from)).toEqual(expect.arrayContaining(to.split(' & ')))
    arrows.set(from, to.split(' & '))
  }
  expect(reachable(arrows)).toEqual(reachable(allowed))
})
