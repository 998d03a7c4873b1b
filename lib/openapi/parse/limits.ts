/** Limits that keep a hostile document harmless. Real documents stay far below them. */
export type Limits = {
  /** Bytes of one file, after decompression. */
  readonly bytes: number
  /** Total bytes of all files of a document. */
  readonly totalBytes: number
  /** Files of a document. */
  readonly files: number
  /** Levels of nested objects and arrays. */
  readonly depth: number
  /** Values in a file, with YAML aliases expanded. */
  readonly nodes: number
  /** Aliases (`*name`) in a YAML file. */
  readonly aliases: number
  /** Keys that merge keys (`<<`) add in a YAML file. */
  readonly merges: number
  /** Bytes of memory that parsing may take, and the parsed files of a document together. */
  readonly memory: number
  /** Memory of the function, in MB. */
  readonly functionMemory: number
  readonly operations: number
  /** Definitions made from a document. */
  readonly definitions: number
}

/** Limits that follow from the memory of the function. */
export type MemoryLimits = Pick<Limits, 'bytes' | 'totalBytes' | 'memory' | 'functionMemory'>

const MEGABYTE = 1024 * 1024

/** Memory of the function in MB for which it has the default limits. */
const DEFAULT_MEMORY = 2_048
/** Memory of the program itself and of its short-lived values, in MB. */
const PROGRAM_MEMORY = 130
/** Memory of the function per byte of a file: its bytes, its text, the parser's copy of the text, and the values. */
const MEMORY_PER_BYTE = 19
/** Share of the function's memory for parsed values. */
const VALUES_SHARE = 0.5

/**
 * Returns the limits of a function with so much memory, in MB. A document within them takes at most 80 % of it.
 * @see test/bombs, which measures that
 */
export function limitsOfMemory(functionMemory: number): MemoryLimits {
  const free = (functionMemory - PROGRAM_MEMORY) * MEGABYTE
  const bytes = Math.floor(free / MEMORY_PER_BYTE)
  const memory = Math.floor(free * VALUES_SHARE)
  return { bytes, totalBytes: 2 * bytes, memory, functionMemory }
}

export const DEFAULT_LIMITS: Limits = {
  ...limitsOfMemory(DEFAULT_MEMORY),
  bytes: 100 * MEGABYTE,
  totalBytes: 200 * MEGABYTE,
  files: 5_000,
  depth: 250,
  nodes: 10_000_000,
  aliases: 100_000,
  merges: 1_000_000,
  operations: 50_000,
  definitions: 100_000,
}

/** Size of a value with aliases expanded. `depth` stops one level past the limit. */
export type Size = { readonly nodes: number; readonly members: number; readonly depth: number }

/** Measures a parsed value; stops when a limit is exceeded, since aliases can make it circular. */
export function measure(value: unknown, limits: Pick<Limits, 'nodes' | 'depth'>): Size {
  // Counters of their own: a walk that changes an object takes twice as long to compile and to run.
  let nodes = 1
  let members = 0
  let deepest = 0
  const visit = (node: object, depth: number): void => {
    if (depth > deepest) deepest = depth
    if (depth > limits.depth || nodes > limits.nodes) return
    if (Array.isArray(node)) {
      nodes += node.length
      for (const item of node) if (typeof item === 'object' && item !== null) visit(item, depth + 1)
      return
    }
    let own = 0
    for (const key in node) {
      own++
      const member = (node as Record<string, unknown>)[key]
      if (typeof member === 'object' && member !== null) visit(member, depth + 1)
    }
    nodes += own
    members += own
  }
  if (typeof value === 'object' && value !== null) visit(value, 1)
  return { nodes, members, depth: deepest }
}
