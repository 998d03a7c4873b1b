import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { malformed } from '../../diagnostics/kinds/objects.ts'
import { referenceLoop } from '../../diagnostics/kinds/references.ts'
import { report } from '../../diagnostics/report.ts'
import type { Located } from '../../json/location.ts'
import { isMapping, type Mapping } from '../../json/mapping.ts'
import type { Resolver } from './resolver.ts'
import { isReference, referenceOf } from './walk.ts'

type Following = { readonly problems: Diagnostic[]; readonly resolver: Resolver }

/** Returns a node and the target of each `$ref` of its chain, up to an unresolved one; nodes of a circle once. */
const chainOf = (resolver: Resolver, node: Located): Located[] => {
  const chain: Located[] = []
  const passed = new Set<unknown>()
  for (let current = node; !passed.has(current.value); ) {
    chain.push(current)
    const ref = referenceOf(current.value)
    if (ref === undefined) break
    passed.add(current.value)
    const next = resolver.target(ref, current.at)
    if (!next.ok) break
    current = next.value
  }
  return chain
}

/**
 * Returns the object at a node and each object that its `$ref` passes through, the nearest first: each can have fields.
 * Reports an unresolved reference, and any other value. A circular reference has only itself.
 * @param expected the expected object with its article, as `a Path Item Object`
 */
export function resolveLayers(context: Following, node: Located, expected: string): Located<Mapping>[] {
  if (isMapping(node.value) && !isReference(node.value)) return [{ value: node.value, at: node.at }]
  const layers: Located<Mapping>[] = []
  const end = context.resolver.follow(node)
  if (!end.ok) context.problems.push(end.problem)
  const isCircular = !end.ok && end.problem.code === referenceLoop.code
  for (const { value, at } of isCircular ? [node] : chainOf(context.resolver, node)) {
    if (isMapping(value)) layers.push({ value, at })
    else report(context.problems, malformed.expected(expected, value), at)
  }
  return layers
}

/** Returns the Reference Objects that a node passes through, itself first; those of a circle once. */
export function referenceChain(resolver: Resolver, node: Located): Located<Mapping>[] {
  const hops: Located<Mapping>[] = []
  for (const { value, at } of chainOf(resolver, node)) if (isReference(value)) hops.push({ value, at })
  return hops
}
