import { type Direction, KINDS, type Kind, type Reason } from './rule.ts'

/** Comparison of one definition in one direction, by its name in the new release. */
export type DefinitionNode = {
  readonly name: string
  readonly direction: Direction
  readonly reasons: readonly Reason[]
  /** Definitions that both releases refer to. */
  readonly links: readonly string[]
}

/** Compared definitions, with the effect of those that they refer to. */
export type SettledDefinitions = {
  /** Returns the comparisons of a definition, one for each direction in which it is used. */
  readonly nodesOf: (name: string) => readonly DefinitionNode[]
  /** Returns the worst kind of a definition and of those that it refers to; undefined without a change. */
  readonly kindOf: (name: string, direction: Direction) => Kind | undefined
  /** Returns the first changed definitions of its own kind that a definition reaches, itself included. */
  readonly culprits: (name: string, direction: Direction) => readonly string[]
}

/** Number of definitions that are searched for as the reason of a kind. */
const MAX_CULPRITS = 4

type Nodes = Readonly<Record<Direction, ReadonlyMap<string, DefinitionNode | undefined>>>

/** Follows the references of definitions, also circular ones: each is as breaking as the worst that it reaches. */
export function settleDefinitions(nodes: Nodes): SettledDefinitions {
  const kinds = propagate(nodes)
  const neighbours = new Map<DefinitionNode, readonly DefinitionNode[]>()
  /** Returns the definitions of its own kind that a definition refers to. */
  const neighboursOf = (node: DefinitionNode): readonly DefinitionNode[] => {
    const known = neighbours.get(node)
    if (known !== undefined) return known
    const [side, kind] = [nodes[node.direction], kinds.get(node)]
    const targets = node.links.map(link => side.get(link)).filter(target => target !== undefined)
    const found = targets.filter(target => kinds.get(target) === kind)
    neighbours.set(node, found)
    return found
  }
  const find = (start: DefinitionNode): readonly string[] => {
    const kind = kinds.get(start)
    const found: string[] = []
    const queue = [start]
    const seen = new Set(queue)
    for (const node of queue) {
      if (found.length === MAX_CULPRITS) break
      if (node.reasons.some(reason => reason.kind === kind)) found.push(node.name)
      for (const target of neighboursOf(node)) {
        if (seen.has(target)) continue
        seen.add(target)
        queue.push(target)
      }
    }
    return found
  }
  const searched = new Map<DefinitionNode, readonly string[]>()
  return {
    nodesOf: name => [nodes.sent.get(name), nodes.received.get(name)].filter(node => node !== undefined),
    kindOf: (name, direction) => {
      const node = nodes[direction].get(name)
      return node && kinds.get(node)
    },
    culprits: (name, direction) => {
      const node = nodes[direction].get(name)
      if (node === undefined) return []
      const found = searched.get(node) ?? find(node)
      searched.set(node, found)
      return found
    },
  }
}

/** Returns the kind of each definition that changed or reaches one that changed: the worst kind is spread first. */
const propagate = ({ sent, received }: Nodes): ReadonlyMap<DefinitionNode, Kind> => {
  const kinds = new Map<DefinitionNode, Kind>()
  for (const side of [sent, received]) {
    const nodes = [...side.values()].filter(node => node !== undefined)
    const changed = nodes.filter(({ reasons }) => reasons.length > 0)
    const users = changed.length === 0 ? new Map<string, DefinitionNode[]>() : usersOf(nodes)
    for (const kind of KINDS) {
      const queue = changed.filter(({ reasons }) => reasons.some(reason => reason.kind === kind))
      for (const node of queue) {
        if (kinds.has(node)) continue
        kinds.set(node, kind)
        for (const user of users.get(node.name) ?? []) queue.push(user)
      }
    }
  }
  return kinds
}

/** Returns the definitions that refer to each definition, by its name. */
const usersOf = (nodes: readonly DefinitionNode[]): Map<string, DefinitionNode[]> => {
  const users = new Map<string, DefinitionNode[]>()
  for (const node of nodes)
    for (const link of node.links) {
      const known = users.get(link)
      if (known === undefined) users.set(link, [node])
      else known.push(node)
    }
  return users
}
