import type { DiagnosticEntry } from '../../diagnostics/catalogue.ts'
import { referenceLoop, unresolvedReference } from '../../diagnostics/kinds/references.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import type { Result } from '../../diagnostics/result.ts'
import { child, type Located, type Location, pointerOf, root } from '../../json/location.ts'
import { getOwn, isMapping } from '../../json/mapping.ts'
import { collectAnchors } from './anchors.ts'
import { createBaseUris } from './base-uris.ts'
import { decodeFragment, isEmptyReference, isUrl, resolveFile, splitReference, unescapeToken } from './uri.ts'
import { referenceOf } from './walk.ts'

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

/** A `$ref` and its location. */
type Reference = { readonly ref: string; readonly from: Location }

/** Search that yields the references whose targets it needs. */
type Search = Generator<Reference, Resolution, Resolution>

/** Resolver of the references of one document. */
export type Resolver = {
  /** Resolves a `$ref` string at a location by one hop. */
  readonly target: (ref: string, from: Location) => Resolution
  /** Resolves a Reference Object by all its hops; returns any other node itself. */
  readonly follow: (node: Located) => Resolution
}

/**
 * Resolves references between and within files. A reference that needs itself is circular; nothing else limits a chain.
 * @see https://spec.openapis.org/oas/v3.1.1.html#reference-object
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-8.2
 */
export function createResolver(files: Files, facts: FileFacts = {}): Resolver {
  const { rootName = '', unread, declaresUrls = true } = facts
  /** Resolutions by scope and `$ref`: within one scope, equal references mean the same. */
  const resolutions = new Map<string, Map<string, Resolution>>()
  const ends = new Map<unknown, Resolution>()
  const anchors = new Map<unknown, ReturnType<typeof collectAnchors>>()
  const ids = createBaseUris(files, declaresUrls)

  const scopeOf = (from: Location): Map<string, Resolution> => {
    const resource = declaresUrls ? ids.resourceOf(from) : undefined
    const name = resource === undefined ? from.file : pointerOf(resource.at)
    const known = resolutions.get(name) ?? new Map<string, Resolution>()
    resolutions.set(name, known)
    return known
  }

  const target = (ref: string, from: Location): Resolution => {
    const known = scopeOf(from).get(ref)
    return known === undefined ? run({ ref, from }) : seenFrom({ ref, from }, known)
  }

  /** Runs a search and those that it needs, without recursion: a document may nest references to any depth. */
  const run = (first: Reference): Resolution => {
    const active = new Map<Map<string, Resolution>, Set<string>>()
    const stack: { readonly reference: Reference; readonly scope: Map<string, Resolution>; readonly search: Search }[] =
      []
    const begin = (reference: Reference, scope: Map<string, Resolution>): void => {
      active.set(scope, (active.get(scope) ?? new Set()).add(reference.ref))
      stack.push({ reference, scope, search: find(reference) })
    }
    begin(first, scopeOf(first.from))
    let answer: Resolution | undefined
    for (let task = stack.at(-1); task !== undefined; task = stack.at(-1)) {
      // The argument of the first call of a generator is ignored.
      const step: IteratorResult<Reference, Resolution> = task.search.next(answer as Resolution)
      if (step.done) {
        answer = step.value
        task.scope.set(task.reference.ref, answer)
        active.get(task.scope)?.delete(task.reference.ref)
        stack.pop()
        continue
      }
      const scope = scopeOf(step.value.from)
      const known = scope.get(step.value.ref)
      const isCircular = known === undefined ? active.get(scope)?.has(step.value.ref) : isLoop(known)
      answer = known && seenFrom(step.value, known)
      // All references that need a circular one are circular, independent of the order.
      if (isCircular) {
        for (const { reference, scope } of stack) scope.set(reference.ref, circular(reference))
        return circular(first)
      }
      if (known === undefined) begin(step.value, scope)
    }
    return answer ?? circular(first)
  }

  function* find({ ref, from }: Reference): Search {
    if (isEmptyReference(ref)) return unresolved(from, unresolvedReference.empty())
    const resource = declaresUrls ? ids.resourceOf(from) : undefined
    const isSeenFromSchema = declaresUrls && (SEEN_FROM_SCHEMA.test(ref) || HAS_PATH.test(ref))
    const inside = isSeenFromSchema ? yield* findInResource(ref, from, resource) : undefined
    const found = inside ?? (yield* findInFiles(ref, from))
    return found.ok ? found : ((yield* findLocated(ref, from)) ?? found)
  }

  /**
   * Resolves `#` and anchors in the schema with `$id` around them, and URLs to the schema with that `$id`. A pointer that
   * is not found there is resolved in the file.
   * @see https://json-schema.org/draft/2020-12/json-schema-core#section-9.1.2
   */
  function* findInResource(
    ref: string,
    from: Location,
    around: Located | undefined,
  ): Generator<Reference, Resolution | undefined, Resolution> {
    const { path, fragment } = splitReference(ref)
    const [resource, other] = path === '' ? [around] : ids.declared(path, from)
    if (resource === undefined) return undefined
    if (other !== undefined)
      return unresolved(from, unresolvedReference.ambiguousUrl(ref, pointerOf(resource.at), pointerOf(other.at)))
    const resolution = yield* resolveIn(resource, fragment, ref, from)
    return !resolution.ok && path === '' && isPointer(fragment) ? undefined : resolution
  }

  function* findInFiles(ref: string, from: Location): Search {
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
    return yield* resolveIn({ value: files.get(file), at: root(file) }, fragment, ref, from)
  }

  /** Resolves relative to an `$id` around the reference or to `$self`; after the files, which most documents mean. */
  function* findLocated(ref: string, from: Location): Generator<Reference, Resolution | undefined, Resolution> {
    const { path, fragment } = splitReference(ref)
    const whole = ids.located(path, from)
    return whole && (yield* resolveIn(whole, fragment, ref, from))
  }

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
  function* evaluate(start: Located, fragment: string): Generator<Reference, Located | undefined, Resolution> {
    let current = start
    // Percent-decoding comes before the tokens are unescaped: RFC 6901 section 6.
    for (const token of decodeFragment(fragment).split('/').slice(1)) {
      const key = unescapeToken(token)
      let next = step(current, key)
      if (next === undefined && referenceOf(current.value) !== undefined) {
        const end = yield* chase(current)
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

  /** Resolves a chain of references to its end, and stores the end for every link. */
  function* chase(node: Located): Search {
    const links = new Set<unknown>()
    let current = node
    let end: Resolution | undefined
    while (end === undefined) {
      const ref = referenceOf(current.value)
      if (ref === undefined) end = { ok: true, value: current }
      else if (links.has(current.value)) end = circular({ ref, from: current.at })
      else {
        end = ends.get(current.value)
        links.add(current.value)
        const next: Resolution = end ?? (yield { ref, from: current.at })
        if (next.ok) current = next.value
        else end = next
      }
    }
    for (const link of links) ends.set(link, end)
    return isLoop(end) ? circular({ ref: referenceOf(node.value) ?? '', from: node.at }) : end
  }

  const follow = (node: Located): Resolution => {
    if (referenceOf(node.value) === undefined) return { ok: true, value: node }
    const search = chase(node)
    let step = search.next()
    while (!step.done) step = search.next(target(step.value.ref, step.value.from))
    return step.value
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

/** Moves a problem to the location of the reference that has it. */
const seenFrom = ({ from }: Reference, result: Resolution): Resolution =>
  result.ok ? result : { ok: false, problem: { ...result.problem, pointer: pointerOf(from) } }

const isLoop = (result: Resolution): boolean => !result.ok && result.problem.code === referenceLoop.code

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

const circular = ({ ref, from }: Reference): Resolution => ({
  ok: false,
  problem: diagnostic(referenceLoop.circular(ref), from),
})
