import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { child, type Located, type Location, pointerOf, root } from '../../json/location.ts'
import { getOwn, isMapping } from '../../json/mapping.ts'
import { quote } from '../../json/quote.ts'
import { collectAnchors } from './anchors.ts'
import { createBaseUris } from './base-uris.ts'
import { decodeFragment, isUrl, resolveFile, splitReference, unescapeToken } from './uri.ts'

/** The files of a document by name, each parsed once: relative to the folder that they lie in, or a URL where a host was allowed. */
export type Files = ReadonlyMap<string, unknown>

/** What is known of a document's files beside their content. */
export type FileFacts = {
  /** What the root is called where it lies, if `files` has it without a name. */
  readonly rootName?: string
  /** Why a file that is there could not be read, as sentences, by its name. */
  readonly unread?: ReadonlyMap<string, string>
  /** Whether a schema has an `$id` or a file a `$self`; without it, that is looked up. */
  readonly declaresUrls?: boolean
}

export type Resolution =
  | { readonly ok: true; readonly target: Located }
  | { readonly ok: false; readonly problem: Diagnostic }

/** What a reference led to, and through how many levels of references inside the pointers of others. */
type Settled = { readonly result: Resolution; readonly levels: number }

type Find = (ref: string, from: Location) => Resolution | undefined

const ENDLESS = Number.POSITIVE_INFINITY

export type Resolver = {
  /** What a `$ref` text leads to, one hop, seen from the file that contains it. */
  readonly target: (ref: string, from: Location) => Resolution
  /** Follows a Reference Object, and what it leads to, until something else is found. Anything else is its own target. */
  readonly follow: (node: Located) => Resolution
}

const NOT_FETCHED =
  'other hosts are not asked unless they are allowed (ALLOWED_REF_HOSTS); put the file beside this one'

/** Resolves references between and within files. Reference Object; RFC 6901; JSON Schema 2020-12 section 8.2. */
export function createResolver(files: Files, hops: number, facts: FileFacts = {}): Resolver {
  const { rootName = '', unread, declaresUrls = true } = facts
  const byFile = new Map<string, Map<string, Settled>>()
  const byResource = new Map<string, Map<string, Settled>>()
  const anchors = new Map<unknown, ReturnType<typeof collectAnchors>>()
  const ids = createBaseUris(files, declaresUrls)
  /** References under way, each met inside the pointer of the one before, and how deep that went. */
  let level = 0
  let deepest = 0

  const target = (ref: string, from: Location): Resolution => {
    if (level === 0) deepest = 0
    const inFile = cacheOf(byFile, from.file)
    const known = level === 0 ? inFile.get(ref)?.result : undefined
    if (known?.ok) return known
    const mayDiffer = !inFile.has(ref) && (SEEN_FROM_SCHEMA.test(ref) || (declaresUrls && HAS_PATH.test(ref)))
    if (!mayDiffer) {
      const found = settle(inFile, ref, from, findInFiles)
      if (found.ok || deepest === ENDLESS) return found
    }
    const resource = ids.resourceOf(from)
    const inResource = cacheOf(byResource, resource === undefined ? from.file : pointerOf(resource.at))
    return settle(inResource, ref, from, () => {
      const inside = mayDiffer ? findInResource(ref, from, resource) : undefined
      const found = inside ?? (deepest === ENDLESS ? undefined : findInFiles(ref, from))
      return found?.ok || deepest === ENDLESS ? found : (findLocated(ref, from) ?? found)
    })
  }

  /** Looks for a target once for all references that mean the same. Whether they lead too deep does not depend on what was looked for before. */
  const settle = (cache: Map<string, Settled>, ref: string, from: Location, find: Find): Resolution => {
    const known = cache.get(ref)
    if (known !== undefined || level >= hops) {
      const reached = level + (known?.levels ?? 0)
      deepest = Math.max(deepest, reached < hops ? reached : ENDLESS)
      return known && reached < hops ? seenFrom(from, known.result) : loop(from, hops)
    }
    const before = deepest
    deepest = level
    level++
    const found = find(ref, from)
    level--
    const result = found === undefined || deepest === ENDLESS ? loop(from, hops) : found
    // What was given up here may end where it is looked for from nearer by.
    if (level === 0 || deepest !== ENDLESS) cache.set(ref, { result, levels: deepest - level })
    deepest = Math.max(before, deepest)
    return result
  }

  /**
   * `#` and anchors are of the schema with an `$id` that they stand in, and a URL is that of the schema which has it as its
   * `$id`, whatever lies there (JSON Schema 2020-12 sections 8.2.1 and 9.1.2); a pointer may mean the file.
   */
  const findInResource = (ref: string, from: Location, around: Located | undefined): Resolution | undefined => {
    const { path, fragment } = splitReference(ref)
    const [resource, other] = path === '' ? [around] : ids.declared(path, from)
    if (resource === undefined) return undefined
    if (other !== undefined)
      return unresolved(ref, from, `both ${pointerOf(resource.at)} and ${pointerOf(other.at)} have that URL`)
    const resolution = resolveIn(resource, fragment, ref, from)
    return !resolution.ok && path === '' && isPointer(fragment) ? undefined : resolution
  }

  const findInFiles = (ref: string, from: Location): Resolution => {
    const { path, fragment } = splitReference(ref)
    const name = resolveFile(path, from.file || rootName)
    const file = name === rootName && !files.has(name) ? '' : name
    if (file === undefined) return unresolved(ref, from, 'it leaves the folder of the document')
    if (!files.has(file)) {
      const failed = unread?.get(file)
      if (failed !== undefined)
        return unresolved(ref, from, `${quote(file)} was not read: ${failed.replace(/\.$/, '')}`)
      const url = ids.urlOf(path, from)
      const nor = url === undefined ? '' : `, and no schema has the "$id" ${quote(url)}`
      return unresolved(ref, from, isUrl(file) ? NOT_FETCHED : `there is no file ${quote(file)}${nor}`)
    }
    return resolveIn({ value: files.get(file), at: root(file) }, fragment, ref, from)
  }

  /** References are relative to an `$id` around them or to the file's `$self`; but most documents mean the files, which come first. */
  const findLocated = (ref: string, from: Location): Resolution | undefined => {
    const { path, fragment } = splitReference(ref)
    const whole = ids.located(path, from)
    return whole && resolveIn(whole, fragment, ref, from)
  }

  const resolveIn = (start: Located, fragment: string, ref: string, from: Location): Resolution => {
    const found = findIn(start, fragment)
    return found ? { ok: true, target: found } : unresolved(ref, from, missing(start, fragment))
  }

  const findIn = (start: Located, fragment: string): Located | undefined => {
    if (isPointer(fragment)) return walk(start, fragment)
    const [found, ...others] = anchored(start, fragment)
    return others.length === 0 ? found : undefined
  }

  const missing = (start: Located, fragment: string): string => {
    if (isPointer(fragment)) return 'there is nothing at that place'
    const [first, second] = anchored(start, fragment).map(({ at }) => pointerOf(at))
    return second === undefined ? 'nothing there has that anchor' : `both ${first} and ${second} have that anchor`
  }

  /** Evaluates a JSON Pointer; where it leads through a Reference Object, it goes on in what that stands for. */
  const walk = (start: Located, fragment: string): Located | undefined => {
    let current = start
    // Percent-decoding comes before the tokens are unescaped: RFC 6901 section 6.
    for (const token of decodeFragment(fragment).split('/').slice(1)) {
      const key = unescapeToken(token)
      let next = step(current, key)
      if (next === undefined && isMapping(current.value) && typeof getOwn(current.value, '$ref') === 'string') {
        const followed = follow(current)
        next = followed.ok ? step(followed.target, key) : undefined
      }
      if (next === undefined) return undefined
      current = next
    }
    return current
  }

  const anchored = (start: Located, fragment: string): readonly Located[] => {
    const known = anchors.get(start.value) ?? collectAnchors(start)
    anchors.set(start.value, known)
    return known.get(decodeFragment(fragment)) ?? []
  }

  const follow = (node: Located): Resolution => {
    let current = node
    for (let hop = 0; ; hop++) {
      const ref = isMapping(current.value) ? getOwn(current.value, '$ref') : undefined
      if (typeof ref !== 'string') return { ok: true, target: current }
      if (hop >= hops) return loop(node.at, hops)
      const next = target(ref, current.at)
      if (!next.ok) return next
      current = next.target
    }
  }

  return { target, follow }
}

/**
 * What may mean something else inside a schema with an `$id`: `#`, anchors, and pointers that begin with a keyword. (Most
 * schemas know none; `#/definitions` is 2.0's, which has no `$id`, and so is looked up in the file first.)
 */
const SEEN_FROM_SCHEMA =
  /^#(?:$|[^/]|\/(?:\$defs|properties|patternProperties|additionalProperties|items|prefixItems|allOf|anyOf|oneOf|not|if|then|else)(?:\/|$))/

/** What an `$id` may be the URL of. */
const HAS_PATH = /^[^#]/

const cacheOf = (caches: Map<string, Map<string, Settled>>, name: string): Map<string, Settled> => {
  const known = caches.get(name)
  if (known !== undefined) return known
  const made = new Map<string, Settled>()
  caches.set(name, made)
  return made
}

/** What is wrong is told of the reference that leads there. */
const seenFrom = (from: Location, result: Resolution): Resolution =>
  result.ok ? result : { ok: false, problem: { ...result.problem, pointer: pointerOf(from) } }

const isPointer = (fragment: string): boolean => fragment === '' || fragment.startsWith('/')

const step = ({ value, at }: Located, key: string): Located | undefined => {
  if (Array.isArray(value)) {
    const index = /^(0|[1-9]\d*)$/.test(key) ? Number(key) : -1
    return index >= 0 && index < value.length ? { value: value[index], at: child(at, index) } : undefined
  }
  const found = isMapping(value) ? getOwn(value, key) : undefined
  return found === undefined ? undefined : { value: found, at: child(at, key) }
}

const unresolved = (ref: string, from: Location, why: string): Resolution => ({
  ok: false,
  problem: {
    severity: 'error',
    code: 'unresolved-reference',
    message: `The reference ${quote(ref, 300)} leads nowhere: ${why}.`,
    pointer: pointerOf(from),
  },
})

const loop = (from: Location, hops: number): Resolution => ({
  ok: false,
  problem: {
    severity: 'error',
    code: 'reference-loop',
    message: `The reference leads through more than ${hops} references (MAX_REFERENCE_HOPS) and to nothing else; let it name what it stands for.`,
    pointer: pointerOf(from),
  },
})
