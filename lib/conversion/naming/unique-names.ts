import { sha256 } from '../../util/hash.ts'
import { countNames, limitLength } from './operation-names.ts'

/** Names by key → the same with a hash of the key, unique and none of those that are taken. Their order never matters. */
export function makeUnique(
  wishes: ReadonlyMap<string, string>,
  taken: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const settled = new Map<string, string>()
  let open = [...wishes]
  for (let round = 0; open.length > 0; round++) {
    for (const [key, name] of open) settled.set(key, withHash(name, round === 0 ? key : `${key} ${round}`))
    const counts = countNames([...settled.values()])
    // Another hash where somebody has even that name.
    open = [...wishes].filter(([key]) => {
      const name = settled.get(key) ?? ''
      return taken.has(name) || counts.get(name) !== 1
    })
  }
  return settled
}

const withHash = (name: string, key: string): string => `${limitLength(name, 110)}_${sha256(key).slice(0, 8)}`
