import { type Holder, isHolder, put } from './slots.ts'

/** Path items and components that a cut keeps. */
const PATHS = 3
const COMPONENTS = 15

/** A piece of a document: a few of its path items, from a part of the way on (0 to 1), and components that they refer to. */
export const cutDocument = (document: unknown, from: number): unknown => {
  if (!isHolder(document) || !isHolder(document.paths)) return document
  const keys = Object.keys(document.paths)
  const start = Math.floor(keys.length * from)
  const kept: Holder = { paths: pickKeys(document.paths, keys.slice(start, start + PATHS)) }
  for (const [key, value] of Object.entries(document))
    if (!['paths', 'components', 'definitions', 'parameters', 'responses', 'webhooks', 'tags'].includes(key))
      kept[key] = value
  const found = new Set<string>()
  const queue: unknown[] = [kept.paths]
  for (const part of queue)
    for (const ref of referencesOf(part)) {
      if (found.has(ref) || found.size >= COMPONENTS) continue
      found.add(ref)
      queue.push(keepTarget(document, kept, ref))
    }
  return kept
}

const pickKeys = (holder: Holder, keys: readonly string[]): Holder =>
  Object.fromEntries(keys.map(key => [key, holder[key]]))

const referencesOf = (value: unknown): string[] => {
  if (!isHolder(value)) return []
  return Object.entries(value).flatMap(([key, item]) =>
    key === '$ref' && typeof item === 'string' ? [item] : referencesOf(item),
  )
}

/** Copies what a local reference leads to into the piece, at the same place. */
const keepTarget = (document: Holder, kept: Holder, ref: string): unknown => {
  const tokens = ref.split('/').slice(1, ref.startsWith('#/components/') ? 4 : 3)
  let [from, to]: [unknown, Holder] = [document, kept]
  for (const [i, token] of tokens.entries()) {
    if (!isHolder(from)) return undefined
    from = from[token]
    const known = to[token]
    const next = i < tokens.length - 1 ? (isHolder(known) ? known : {}) : from
    if (!Object.hasOwn(to, token)) put(to, token, next)
    if (!isHolder(next)) return undefined
    to = next
  }
  return to
}
