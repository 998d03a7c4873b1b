import type { DiagnosticEntry } from '../../diagnostics/catalogue.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { unresolvedReference } from '../../diagnostics/kinds/references.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { child, type Located, type Location, pointerOf, root, unescapeToken } from '../../json/location.ts'
import { getOwn, isMapping } from '../../json/mapping.ts'
import { collectAnchors } from './anchors.ts'
import { createBaseUris } from './base-uris.ts'
import { createSearches, type Reference, type Resolution, type Resolver, type Search } from './searches.ts'
import { decodeFragment, isEmptyReference, isUrl, resolveFile, splitReference } from './uri.ts'
import { referenceOf } from './walk.ts'

export type { Resolution, Resolver } from './searches.ts'

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
  /** Pointers of the keys that occur twice in their object; the first value is lost. */
  readonly repeated?: ReadonlySet<string>
  /** Problem of the first file that is only read in part. */
  readonly partlyRead?: Diagnostic | undefined
}

/**
 * Resolves references between and within files: finds the file or schema that a `$ref` is relative to, and the value in
 * it. `createSearches` runs these searches.
 * @see https://spec.openapis.org/oas/v3.1.1.html#reference-object
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-8.2
 */
export function createResolver(files: Files, facts: FileFacts = {}): Resolver {
  const { rootName = '', unread, declaresUrls = true } = facts
  const anchors = new Map<unknown, ReturnType<typeof collectAnchors>>()
  const ids = createBaseUris(files, declaresUrls)

  /** Returns the schema with `$id` around a location. */
  const resourceOf = (from: Location): Located | undefined => (declaresUrls ? ids.resourceOf(from) : undefined)

  const scopeOf = (from: Location): string => {
    const resource = resourceOf(from)
    return resource === undefined ? `${from.file}#` : pointerOf(resource.at)
  }

  /** Finds the target of a reference: in schemas with `$id`, in the files, or by the URL of a file, in this order. */
  function* find({ ref, from }: Reference): Search {
    if (isEmptyReference(ref)) return unresolved(from, unresolvedReference.empty())
    const isSeenFromSchema = declaresUrls && (SEEN_FROM_SCHEMA.test(ref) || HAS_PATH.test(ref))
    const inside = isSeenFromSchema ? yield* findInResource(ref, from) : undefined
    const found = inside ?? (yield* findInFiles(ref, from))
    const last = found.ok ? found : ((yield* findLocated(ref, from)) ?? found)
    if (!last.ok) noteMissing(ref, from)
    return last
  }

  const missing = new Set<string>()
  const noteMissing = (ref: string, from: Location): void => {
    const { path } = splitReference(ref)
    const file = path === '' ? undefined : resolveFile(path, from.file || rootName)
    if (file !== undefined && !isUrl(file) && file !== rootName && !files.has(file)) missing.add(file)
  }

  /**
   * Resolves `#` and anchors in the schema with `$id` around them, and URLs to the schema with that `$id`. A pointer that
   * is not found there is resolved in the file.
   * @see https://json-schema.org/draft/2020-12/json-schema-core#section-9.1.2
   */
  function* findInResource(ref: string, from: Location): Search<Resolution | undefined> {
    const { path, fragment } = splitReference(ref)
    const [resource, other] = path === '' ? [resourceOf(from)] : ids.declared(path, from)
    if (resource === undefined) return undefined
    if (other !== undefined)
      return unresolved(from, unresolvedReference.ambiguousUrl(ref, pointerOf(resource.at), pointerOf(other.at)))
    const resolution = yield* resolveIn(resource, fragment, ref, from)
    return !resolution.ok && path === '' && isPointer(fragment) ? undefined : resolution
  }

  /** Resolves the path to a file of the document. */
  function* findInFiles(ref: string, from: Location): Search {
    const { path, fragment } = splitReference(ref)
    const name = resolveFile(path, from.file || rootName)
    const file = name === rootName && !files.has(name) ? '' : name
    if (file === undefined) return unresolved(from, unresolvedReference.outsideFolder(ref))
    if (files.has(file)) return yield* resolveIn({ value: files.get(file), at: root(file) }, fragment, ref, from)
    return unresolved(from, missingFile(ref, file, from))
  }

  const missingFile = (ref: string, file: string, from: Location): DiagnosticEntry => {
    const { path } = splitReference(ref)
    const failed = unread?.get(file)
    if (failed !== undefined) return unresolvedReference.unreadableFile(ref, file, failed)
    if (isUrl(file)) return unresolvedReference.remote(ref)
    const url = ids.urlOf(path, from)
    if (url !== undefined) return unresolvedReference.idNotFound(ref, file, url)
    return path === file ? unresolvedReference.fileNotFound(ref) : unresolvedReference.otherFileNotFound(ref, file)
  }

  /** Resolves relative to an `$id` around the reference or to `$self`; after the files, which most documents mean. */
  function* findLocated(ref: string, from: Location): Search<Resolution | undefined> {
    const { path, fragment } = splitReference(ref)
    const whole = ids.located(path, from)
    return whole && (yield* resolveIn(whole, fragment, ref, from))
  }

  /** Resolves the fragment, a JSON Pointer or an anchor, in a file or a schema with `$id`. */
  function* resolveIn(start: Located, fragment: string, ref: string, from: Location): Search {
    const found = isPointer(fragment) ? yield* evaluate(start, fragment) : anchoredOnce(start, fragment)
    return found ? { ok: true, value: found } : unresolved(from, notFound(start, fragment, ref))
  }

  const anchoredOnce = (start: Located, fragment: string): Located | undefined => {
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

  /**
   * Evaluates a JSON Pointer, through the targets of Reference Objects on its way.
   * @see https://www.rfc-editor.org/rfc/rfc6901
   */
  function* evaluate(start: Located, fragment: string): Search<Located | undefined> {
    let current = start
    // Percent-decoding comes before the tokens are unescaped: RFC 6901 section 6.
    for (const token of decodeFragment(fragment).split('/').slice(1)) {
      const key = unescapeToken(token)
      let next = step(current, key)
      if (next === undefined && referenceOf(current.value) !== undefined) {
        const end = yield* searches.chase(current)
        next = end.ok ? step(end.value, key) : undefined
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

  const searches = createSearches(find, scopeOf)
  return { target: searches.target, follow: searches.follow, missing }
}

/**
 * References that depend on the schema with `$id` around them: `#`, anchors, and pointers that begin with a keyword.
 * `#/definitions` is not one of them: it belongs to 2.0, which has no `$id`.
 */
const SEEN_FROM_SCHEMA =
  /^#(?:$|[^/]|\/(?:\$defs|properties|patternProperties|additionalProperties|items|prefixItems|allOf|anyOf|oneOf|not|if|then|else)(?:\/|$))/

/** References that the `$id` of a schema can match. */
const HAS_PATH = /^[^#]/

const isPointer = (fragment: string): boolean => fragment === '' || fragment.startsWith('/')

/** Returns the value of an object or array at a token of a JSON Pointer. */
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
