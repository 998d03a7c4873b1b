/** Bounds that keep a hostile document harmless. Real documents stay far below each. */
export type Limits = {
  /** Bytes of one file, after decompression. */
  readonly bytes: number
  /** Bytes of all files of a document together. */
  readonly totalBytes: number
  /** Files that a document may consist of. */
  readonly files: number
  /** Levels of mappings and lists inside each other. */
  readonly depth: number
  /** Values in a file, each alias counted as often as it is used. */
  readonly nodes: number
  /** Aliases (`*name`) in a YAML file. */
  readonly aliases: number
  /** Keys that merge keys (`<<`) bring into the mappings of a YAML file. */
  readonly merges: number
  readonly operations: number
  /** Definitions that a document may become. */
  readonly definitions: number
}

export const DEFAULT_LIMITS: Limits = {
  bytes: 100 * 1024 * 1024,
  totalBytes: 200 * 1024 * 1024,
  files: 5_000,
  depth: 250,
  nodes: 10_000_000,
  aliases: 100_000,
  merges: 1_000_000,
  operations: 50_000,
  definitions: 100_000,
}

/** What a value holds, counted once for every way that leads to it. `depth` stops one past the limit. */
export type Size = { nodes: number; members: number; depth: number }

/** Counts a parsed value, and stops as soon as a limit is passed: aliases can make it endless. */
export function measure(value: unknown, limits: Pick<Limits, 'nodes' | 'depth'>): Size {
  const size: Size = { nodes: 1, members: 0, depth: 0 }
  const visit = (node: object, depth: number): void => {
    if (depth > size.depth) size.depth = depth
    if (depth > limits.depth || size.nodes > limits.nodes) return
    if (Array.isArray(node)) {
      size.nodes += node.length
      for (const item of node) if (typeof item === 'object' && item !== null) visit(item, depth + 1)
      return
    }
    for (const key in node) {
      size.nodes++
      size.members++
      const member = (node as Record<string, unknown>)[key]
      if (typeof member === 'object' && member !== null) visit(member, depth + 1)
    }
  }
  if (typeof value === 'object' && value !== null) visit(value, 1)
  return size
}
