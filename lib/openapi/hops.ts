import type { Located } from '../json/location.ts'
import { isMapping, type Mapping, own } from '../json/mapping.ts'
import type { Resolver } from './reference.ts'

/** The Reference Objects that are passed from one on, itself first; of those that lead round and round, each once. */
export const hopsFrom = (resolver: Resolver, node: Located): Located<Mapping>[] => {
  const hops: Located<Mapping>[] = []
  const passed = new Set<unknown>()
  let { value, at } = node
  while (isMapping(value) && !passed.has(value)) {
    const ref = own(value, '$ref')
    if (typeof ref !== 'string') break
    passed.add(value)
    hops.push({ value, at })
    const next = resolver.target(ref, at)
    if (!next.ok) break
    ;({ value, at } = next.target)
  }
  return hops
}
