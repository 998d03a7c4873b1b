import { child, type Located, pointerOf } from '../../json/location.ts'
import { getOwn, type Mapping } from '../../json/mapping.ts'
import { dependencyOrder } from '../../util/dependency-order.ts'

/** Keywords with schemas about the value itself, and `items`. */
export type NestingKeyword = 'items' | 'allOf' | 'anyOf' | 'oneOf'

/** Computation of a result for a schema from the results of the schemas in its keywords. */
export type Fold<T> = {
  readonly keywords: readonly NestingKeyword[]
  /** Results by schema; gets those that are missing. */
  readonly results: Map<Mapping, T>
  /** Result of a schema where it contains itself. */
  readonly unknown: T
  /** Returns the schemas that apply at a member of a keyword: the target of its `$ref`, or itself. */
  readonly schemasAt: (member: Located, owner: Mapping) => readonly Located<Mapping>[]
  /** Called before the schemas in a schema are visited. */
  readonly enter?: (schema: Located<Mapping>) => void
  /** Combines the results of each member of a keyword. */
  readonly combine: (schema: Located<Mapping>, resultsOf: (keyword: NestingKeyword) => T[][]) => T
  /** Called for schemas that contain each other, and for any other schema alone, after the schemas in them. */
  readonly leave?: (schemas: readonly Mapping[]) => void
}

type Member = { readonly keyword: NestingKeyword; readonly nodes: readonly Node[] }
type Node = { readonly schema: Located<Mapping>; members: readonly Member[] }

/**
 * Computes the results of schemas and of the schemas in them, inner ones first and each once. Iterative: schemas can be
 * nested to any depth by references. Results of circular schemas do not depend on the schema that is visited first.
 */
export function foldSchemas<T>(starts: readonly Located<Mapping>[], fold: Fold<T>): void {
  const { results } = fold
  const nodes = new Map<Mapping, Node>()
  const nodeOf = (schema: Located<Mapping>): Node => {
    const node = nodes.get(schema.value) ?? { schema, members: [] }
    nodes.set(schema.value, node)
    return node
  }
  const nested = (node: Node): Node[] => {
    if (results.has(node.schema.value)) return []
    node.members = readMembers(node.schema, fold, nodeOf)
    return nodesOf(node.members)
  }
  const missing = starts.filter(({ value }) => !results.has(value))
  for (const group of dependencyOrder(missing.map(nodeOf), nested)) {
    if (group.some(({ schema }) => results.has(schema.value))) continue
    computeGroup(group, fold)
    fold.leave?.(group.map(({ schema }) => schema.value))
  }
}

/** Computes the results of a schema, or of schemas that contain each other. */
const computeGroup = <T>(group: readonly Node[], { results, unknown, combine }: Fold<T>): void => {
  const inside = new Set(group)
  const resultOf = ({ schema }: Node): T => results.get(schema.value) ?? unknown
  const resultsOf = ({ keyword, nodes }: Member): T[] =>
    nodes.map(node => (keyword === 'items' && inside.has(node) ? unknown : resultOf(node)))
  // An array of arrays of its own kind is not circular for one value.
  const forValue = (node: Node): Node[] =>
    nodesOf(node.members.filter(({ keyword }) => keyword !== 'items')).filter(inner => inside.has(inner))
  for (const circle of dependencyOrder(sorted(group), forValue)) {
    // The second time, each has the facts of all others.
    for (const node of circle.length === 1 ? circle : [...circle.toReversed(), ...circle.toReversed()]) {
      const byKeyword = Map.groupBy(node.members, ({ keyword }) => keyword)
      const result = combine(node.schema, keyword => (byKeyword.get(keyword) ?? []).map(resultsOf))
      results.set(node.schema.value, result)
    }
  }
}

/** Sorts schemas by location, so that nothing depends on the one that was visited first. */
const sorted = (group: readonly Node[]): Node[] => {
  if (group.length === 1) return [...group]
  return group
    .map(node => ({ node, pointer: pointerOf(node.schema.at) }))
    .sort((a, b) => (a.pointer < b.pointer ? -1 : 1))
    .map(({ node }) => node)
}

const nodesOf = (members: readonly Member[]): Node[] => members.flatMap(({ nodes }) => nodes)

const readMembers = <T>(
  schema: Located<Mapping>,
  { keywords, schemasAt, enter }: Fold<T>,
  nodeOf: (schema: Located<Mapping>) => Node,
): Member[] => {
  enter?.(schema)
  const { value: owner, at } = schema
  return keywords.flatMap((keyword): Member[] => {
    const value = getOwn(owner, keyword)
    const here = child(at, keyword)
    const member = (node: Located): Member => ({ keyword, nodes: schemasAt(node, owner).map(nodeOf) })
    if (keyword === 'items') return value === undefined || Array.isArray(value) ? [] : [member({ value, at: here })]
    return Array.isArray(value) ? value.map((item: unknown, i) => member({ value: item, at: child(here, i) })) : []
  })
}
