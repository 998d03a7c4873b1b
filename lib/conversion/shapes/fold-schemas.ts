import { child, type Located, pointerOf } from '../../json/location.ts'
import { getOwn, type Mapping } from '../../json/mapping.ts'
import { dependencyOrder } from '../../util/dependency-order.ts'

/** Keywords with schemas for the value itself or its items. */
export type NestingKeyword = 'items' | 'allOf' | 'anyOf' | 'oneOf'

/** Member of a keyword; several schemas can apply there, such as the target of a `$ref` and the siblings of it. */
type Member<S> = { readonly keyword: NestingKeyword; readonly schemas: readonly S[] }

/** Computation of a result for a schema from the results of the schemas in its keywords. */
export type Fold<T> = {
  /** Results by schema; gets those that are missing. */
  readonly results: Map<Mapping, T>
  /** Result of a schema that needs itself. */
  readonly unknown: T
  /** Returns the schemas in a schema; called once for each, outer ones first. */
  readonly membersOf: (schema: Located<Mapping>) => readonly Member<Located<Mapping>>[]
  readonly combine: (schema: Located<Mapping>, resultsOf: (keyword: NestingKeyword) => T[][]) => T
  /** Called for a schema after those in it; schemas that contain each other come together. */
  readonly leave?: (schemas: readonly Mapping[]) => void
}

type Node = { readonly schema: Located<Mapping>; members: readonly Member<Node>[] }

/**
 * Computes the results of schemas and of the schemas in them, inner ones first and each once. Iterative: references can
 * nest schemas to any depth. Results of circular schemas do not depend on the schema that is visited first.
 */
export function foldSchemas<T>(starts: readonly Located<Mapping>[], fold: Fold<T>): void {
  const { results, membersOf } = fold
  const nodes = new Map<Mapping, Node>()
  const nodeOf = (schema: Located<Mapping>): Node => {
    const node = nodes.get(schema.value) ?? { schema, members: [] }
    nodes.set(schema.value, node)
    return node
  }
  const visit = (node: Node): Node[] => {
    if (results.has(node.schema.value)) return []
    node.members = membersOf(node.schema).map(member => ({ ...member, schemas: member.schemas.map(nodeOf) }))
    return nodesIn(node)
  }
  const missing = starts.filter(({ value }) => !results.has(value))
  for (const group of dependencyOrder(missing.map(nodeOf), visit)) {
    if (group.some(({ schema }) => results.has(schema.value))) continue
    for (const node of group.length === 1 ? group : twice(group)) compute(node, fold)
    fold.leave?.(group.map(({ schema }) => schema.value))
  }
}

const nodesIn = ({ members }: Node): Node[] => members.flatMap(({ schemas }) => schemas)

const compute = <T>({ schema, members }: Node, { results, unknown, combine }: Fold<T>): void => {
  const byKeyword = Map.groupBy(members, ({ keyword }) => keyword)
  const resultsOf = (keyword: NestingKeyword): T[][] =>
    (byKeyword.get(keyword) ?? []).map(({ schemas }) =>
      schemas.map(inner => results.get(inner.schema.value) ?? unknown),
    )
  results.set(schema.value, combine(schema, resultsOf))
}

/** Returns schemas that contain each other twice: the second time, those that were computed first have all results. */
const twice = (group: readonly Node[]): Node[] => {
  const inside = new Set(group)
  const pointers = new Map(group.map(node => [node, pointerOf(node.schema.at)]))
  // The first one must not depend on the start.
  const sorted = group.toSorted((a, b) => ((pointers.get(a) ?? '') < (pointers.get(b) ?? '') ? -1 : 1))
  const inwards = dependencyOrder(sorted, node => nodesIn(node).filter(inner => inside.has(inner))).flat()
  return [...inwards.toReversed(), ...inwards.toReversed()]
}

/** Returns the members of some keywords of a schema, in the order of the keywords. */
export function membersAt({ value: schema, at }: Located<Mapping>, keywords: readonly NestingKeyword[]): Place[] {
  return keywords.flatMap((keyword): Place[] => {
    const value = getOwn(schema, keyword)
    const here = child(at, keyword)
    if (Array.isArray(value) && keyword !== 'items')
      return value.map((item: unknown, i) => ({ keyword, node: { value: item, at: child(here, i) } }))
    const isSchema = keyword === 'items' && value !== undefined && !Array.isArray(value)
    return isSchema ? [{ keyword, node: { value, at: here } }] : []
  })
}

type Place = { readonly keyword: NestingKeyword; readonly node: Located }
