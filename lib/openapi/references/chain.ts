import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { malformed } from '../../diagnostics/kinds/objects.ts'
import { referenceLoop } from '../../diagnostics/kinds/references.ts'
import { report } from '../../diagnostics/report.ts'
import type { Located } from '../../json/location.ts'
import { getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import type { Resolver } from './resolver.ts'

type Following = { readonly problems: Diagnostic[]; readonly resolver: Resolver }

/**
 * Returns the object at a node and each object that its `$ref` passes through, the nearest first: each can have fields.
 * Reports an unresolved reference, and any other value.
 * @param expected the expected object with its article, as `a Path Item Object`
 */
export function resolveLayers(context: Following, node: Located, expected: string): Located<Mapping>[] {
  const { value, at } = node
  if (!isMapping(value)) {
    report(context.problems, malformed.expected(expected, value), at)
    return []
  }
  const here = { value, at }
  return typeof getOwn(value, '$ref') === 'string' ? withTargets(context, here, expected) : [here]
}

const withTargets = (context: Following, start: Located<Mapping>, expected: string): Located<Mapping>[] => {
  const layers = [start]
  const end = context.resolver.follow(start)
  if (!end.ok) {
    context.problems.push(end.problem)
    // A circular reference has no end.
    if (end.problem.code === referenceLoop.code) return layers
  }
  let ref = getOwn(start.value, '$ref')
  let from = start.at
  while (typeof ref === 'string') {
    const next = context.resolver.target(ref, from)
    // Already reported above.
    if (!next.ok) break
    const { value, at } = next.value
    if (!isMapping(value)) {
      report(context.problems, malformed.expected(expected, value), at)
      break
    }
    layers.push({ value, at })
    ref = getOwn(value, '$ref')
    from = at
  }
  return layers
}

/** Returns the Reference Objects that a node passes through, itself first; those of a circle once. */
export function referenceChain(resolver: Resolver, node: Located): Located<Mapping>[] {
  const hops: Located<Mapping>[] = []
  const passed = new Set<unknown>()
  let { value, at } = node
  while (isMapping(value) && !passed.has(value)) {
    const ref = getOwn(value, '$ref')
    if (typeof ref !== 'string') break
    passed.add(value)
    hops.push({ value, at })
    const next = resolver.target(ref, at)
    if (!next.ok) break
    ;({ value, at } = next.value)
  }
  return hops
}
