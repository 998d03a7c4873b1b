import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { reportText } from '../../diagnostics/report.ts'
import type { Located } from '../../json/location.ts'
import { getOwn, isMapping, kindOf, type Mapping } from '../../json/mapping.ts'
import type { Resolver } from './resolver.ts'

type Following = { readonly problems: Diagnostic[]; readonly resolver: Resolver }

/**
 * The mappings that count at a place, the nearest first: the one that stands there, then what its `$ref` leads to, hop by
 * hop, since each may have fields of its own. What ends them early is reported under the name of what was expected.
 */
export function resolveLayers(context: Following, node: Located, expected: string): Located<Mapping>[] {
  const { value, at } = node
  if (!isMapping(value)) {
    reportText(context.problems, 'error', 'malformed', at, `${expected} should be here, but it is ${kindOf(value)}.`)
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
    // There is no end to walk to.
    if (end.problem.code === 'reference-loop') return layers
  }
  let ref = getOwn(start.value, '$ref')
  let from = start.at
  while (typeof ref === 'string') {
    const next = context.resolver.target(ref, from)
    // That has been told above.
    if (!next.ok) break
    const { value, at } = next.target
    if (!isMapping(value)) {
      reportText(context.problems, 'error', 'malformed', at, `${expected} should be here, but it is ${kindOf(value)}.`)
      break
    }
    layers.push({ value, at })
    ref = getOwn(value, '$ref')
    from = at
  }
  return layers
}

/** The Reference Objects that are passed from one on, itself first; of those that lead round and round, each once. */
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
    ;({ value, at } = next.target)
  }
  return hops
}
