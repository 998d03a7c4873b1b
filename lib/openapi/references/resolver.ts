import type { DiagnosticEntry } from '../../diagnostics/catalogue.ts'
import { referenceLoop, unresolvedReference } from '../../diagnostics/kinds/references.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import type { Result } from '../../diagnostics/result.ts'
import { child, type Located, type Location, pointerOf, root } from '../../json/location.ts'
import { getOwn, isMapping } from '../../json/mapping.ts'
import { collectAnchors } from './anchors.ts'
import { createBaseUris } from './base-uris.ts'
import { decodeFragment, isUrl, resolveFile, splitReference, unescapeToken } from './uri.ts'

/** Parsed files of a document by name: a path in the document's folder, or a URL. */
export type Files = ReadonlyMap<string, unknown>

/** Facts about a document's files other than their content. */
export type FileFacts = {
  /** Name of the root in its folder, if its name in `files` is empty. */
  readonly rootName?: string
  /** Reason why a file could not be read, as sentences, by its name. */
  readonly unread?: ReadonlyMap<string, string>
  /** False if no schema has `$id` and no file has `$self`; true by default. */
  readonly declaresUrls?: boolean
}

/** Target of a reference, or the reason why it can't be resolved. */
export type Resolution = Result<Located>

/** Target of a reference, and the number of levels of references inside the pointers of others. */
type Settled = { readonly result: Resolution; readonly levels: number }

type Find = (ref: string, from: Location) => Resolution | undefined

const ENDLESS = Number.POSITIVE_INFINITY

/** Resolver of the references of one document. */
export type Resolver = {
  /** Resolves a `$ref` string at a location by one hop. */
  readonly target: (ref: string, from: Location) => Resolution
  /** Resolves a Reference Object by all its hops; returns any other node itself. */
  readonly follow: (node: Located) => Resolution
}

/**
 * Creates a resolver of references between and within files.
 * @param hops limit of references that one reference passes through
 * @see https://spec.openapis.org/oas/v3.2.0.html#reference-object
 * @see https://www.rfc-editor.org/rfc/rfc6901
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-8.2
 */
export function createResolver(files: Files, hops: number, facts: FileFacts = {}): Resolver {
  const { rootName = '', unread, declaresUrls = true } = facts
  const byFile = new Map<string, Map<string, Settled>>()
  const byResource = new Map<string, Map<string, Settled>>()
  const anchors = new Map<unknown, ReturnType<typeof collectAnchors>>()
  const ids = createBaseUris(files, declaresUrls)
  /** Number of references that are being resolved, each inside the pointer of the one before, and its maximum. */
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

  /** Finds a target once for all references with the same meaning. The limit of levels does not depend on the order. */
  const settle = (cache: Map<string, Settled>, ref: string, from: Location, find: Find): Resolution => {
    const known = cache.get(ref)
    if (known !== undefined || level >= hops) {
      const reached = level + (known?.levels ?? 0)
      deepest = Math.max(deepest, reached < hops ? reached : ENDLESS)
      return known && reached < hops ? seenFrom(from, known.result) : loop(ref, from)
    }
    const before = deepest
    deepest = level
    level++
    const found = find(ref, from)
    level--
    const result = found === undefined || deepest === ENDLESS ? loop(ref, from) : found
    // A reference that exceeds the limit here can be resolved from fewer levels.
    if (level === 0 || deepest !== ENDLESS) cache.set(ref, { result, levels: deepest - level })
    deepest = Math.max(before, deepest)
    return result
  }

  /**
   * Resolves `#` and anchors in the schema with `$id` around them, and URLs to the schema with that `$id`. A pointer that
   * is not found there is resolved in the file.
   * @see https://json-schema.org/draft/2020-12/json-schema-core#section-9.1.2
   */
  const findInResource = (ref: string, from: Location, around: Located | undefined): Resolution | undefined => {
    const { path, fragment } = splitReference(ref)
    const [resource, other] = path === '' ? [around] : ids.declared(path, from)
    if (resource === undefined) return undefined
    if (other !== undefined)
      return unresolved(from, unresolvedReference.ambiguousUrl(ref, pointerOf(resource.at), pointerOf(other.at)))
    const resolution = resolveIn(resource, fragment, ref, from)
    return !resolution.ok && path === '' && isPointer(fragment) ? undefined : resolution
  }

  const findInFiles = (ref: string, from: Location): Resolution => {
    const { path, fragment } = splitReference(ref)
    const name = resolveFile(path, from.file || rootName)
    const file = name === rootName && !files.has(name) ? '' : name
    if (file === undefined) return unresolved(from, unresolvedReference.outsideFolder(ref))
    if (!files.has(file)) {
      const failed = unread?.get(file)
      if (failed !== undefined) return unresolved(from, unresolvedReference.unreadableFile(ref, file, failed))
      if (isUrl(file)) return unresolved(from, unresolvedReference.remote(ref))
      const url = ids.urlOf(path, from)
      if (url !== undefined) return unresolved(from, unresolvedReference.idNotFound(ref, file, url))
      const isSame = path === file
      return unresolved(
        from,
        isSame ? unresolvedReference.fileNotFound(ref) : unresolvedReference.otherFileNotFound(ref, file),
      )
    }
    return resolveIn({ value: files.get(file), at: root(file) }, fragment, ref, from)
  }

  /** Resolves relative to an `$id` around the reference or to `$self`; after the files, which most documents mean. */
  const findLocated = (ref: string, from: Location): Resolution | undefined => {
    const { path, fragment } = splitReference(ref)
    const whole = ids.located(path, from)
    return whole && resolveIn(whole, fragment, ref, from)
  }

  const resolveIn = (start: Located, fragment: string, ref: string, from: Location): Resolution => {
    const found = findIn(start, fragment)
    return found ? { ok: true, value: found } : unresolved(from, notFound(start, fragment, ref))
  }

  const findIn = (start: Located, fragment: string): Located | undefined => {
    if (isPointer(fragment)) return walk(start, fragment)
    const [found, ...others] = anchored(start, fragment)
    return others.length === 0 ? found : undefined
  }

  const notFound = (start: Located, fragment: string, ref: string): DiagnosticEntry => {
    if (isPointer(fragment)) return unresolvedReference.noValue(ref)
    const [first, second] = anchored(start, fragment).map(({ at }) => pointerOf(at))
    return first === undefined || second === undefined
      ? unresolvedReference.noAnchor(ref)
      : unresolvedReference.ambiguousAnchor(ref, first, second)
  }

  /** Evaluates a JSON Pointer, through the targets of Reference Objects on its way. */
  const walk = (start: Located, fragment: string): Located | undefined => {
    let current = start
    // Percent-decoding comes before the tokens are unescaped: RFC 6901 section 6.
    for (const token of decodeFragment(fragment).split('/').slice(1)) {
      const key = unescapeToken(token)
      let next = step(current, key)
      if (next === undefined && isMapping(current.value) && typeof getOwn(current.value, '$ref') === 'string') {
        const followed = follow(current)
        next = followed.ok ? step(followed.value, key) : undefined
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
      if (typeof ref !== 'string') return { ok: true, value: current }
      if (hop >= hops) return endsOf(ref, node)
      const next = target(ref, current.at)
      if (!next.ok) return next
      current = next.value
    }
  }

  /** Reports a reference that exceeds the limit of hops: circular if it returns to an object within twice the limit. */
  const endsOf = (ref: string, node: Located): Resolution => {
    const passed = new Set<unknown>()
    let current = node
    while (!passed.has(current.value)) {
      passed.add(current.value)
      const next = passed.size <= 2 * hops && isMapping(current.value) ? getOwn(current.value, '$ref') : undefined
      const found = typeof next === 'string' ? target(next, current.at) : undefined
      if (found === undefined) return { ok: false, problem: diagnostic(referenceLoop.tooLong(ref, hops), node.at) }
      if (!found.ok) return found
      current = found.value
    }
    return loop(ref, node.at)
  }

  return { target, follow }
}

/**
 * References that depend on the schema with `$id` around them: `#`, anchors, and pointers that begin with a keyword.
 * `#/definitions` is not one of them: it belongs to 2.0, which has no `$id`.
 */
const SEEN_FROM_SCHEMA =
  /^#(?:$|[^/]|\/(?:\$defs|properties|patternProperties|additionalProperties|items|prefixItems|allOf|anyOf|oneOf|not|if|then|else)(?:\/|$))/

/** References that the `$id` of a schema can match. */
const HAS_PATH = /^[^#]/

const cacheOf = (caches: Map<string, Map<string, Settled>>, name: string): Map<string, Settled> => {
  const known = caches.get(name)
  if (known !== undefined) return known
  const made = new Map<string, Settled>()
  caches.set(name, made)
  return made
}

/** Moves a problem to the location of the reference that has it. */
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

const unresolved = (from: Location, entry: DiagnosticEntry): Resolution => ({
  ok: false,
  problem: diagnostic(entry, from),
})

const loop = (ref: string, from: Location): Resolution => ({
  ok: false,
  problem: diagnostic(referenceLoop.circular(ref), from),
})
