/** Function that returns the nodes that a node depends on; they must not come later than the node. */
export type Dependencies<T> = (node: T) => readonly T[]

/**
 * Groups nodes so that a group only depends on earlier groups and on itself: the strongly connected components of the
 * graph, each cycle whole (Tarjan 1972). Iterative, since chains of schemas can be as long as a document.
 */
export function dependencyOrder<T>(nodes: readonly T[], dependencies: Dependencies<T>): T[][] {
  const groups: T[][] = []
  const index = new Map<T, number>()
  const low = new Map<T, number>()
  const open: T[] = []
  const isOpen = new Set<T>()

  const enter = (node: T): Frame<T> => {
    index.set(node, index.size)
    low.set(node, index.size - 1)
    open.push(node)
    isOpen.add(node)
    return { node, rest: dependencies(node)[Symbol.iterator]() }
  }
  const lower = (node: T, value: number): void => {
    low.set(node, Math.min(low.get(node) ?? value, value))
  }
  const close = (node: T): void => {
    const group: T[] = []
    let member: T | undefined
    do {
      member = open.pop()
      if (member === undefined) break
      isOpen.delete(member)
      group.push(member)
    } while (member !== node)
    groups.push(group.reverse())
  }

  for (const start of nodes) {
    if (index.has(start)) continue
    const frames = [enter(start)]
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const next = frame.rest.next()
      if (!next.done) {
        const seen = index.get(next.value)
        if (seen === undefined) frames.push(enter(next.value))
        else if (isOpen.has(next.value)) lower(frame.node, seen)
        continue
      }
      frames.pop()
      const { node } = frame
      if (low.get(node) === index.get(node)) close(node)
      const parent = frames.at(-1)
      if (parent !== undefined) lower(parent.node, low.get(node) ?? 0)
    }
  }
  return groups
}

type Frame<T> = { readonly node: T; readonly rest: Iterator<T> }
