import { countNames, withHash } from './operation-names.ts'

/**
 * Adds a hash of the key to each name, so that it is unique and not taken. Independent of their order.
 * @param wishes names without a hash, by key
 */
export function makeUnique(
  wishes: ReadonlyMap<string, string>,
  taken: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const settled = new Map<string, string>()
  let open = [...wishes]
  for (let round = 0; open.length > 0; round++) {
    for (const [key, name] of open) settled.set(key, withHash(name, round === 0 ? key : `${key} ${round}`))
    const counts = countNames([...settled.values()])
    // Another hash if the result is used too.
    open = [...wishes].filter(([key]) => {
      const name = settled.get(key) ?? ''
      return taken.has(name) || counts.get(name) !== 1
    })
  }
  return settled
}
