import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { child, type Located, type Location, pointerOf, root } from '../../json/location.ts'
import { getOwn, isMapping } from '../../json/mapping.ts'
import { quote } from '../../json/quote.ts'
import { collectAnchors } from './anchors.ts'
import { createBaseUris } from './base-uris.ts'
import { decodeFragment, isUrl, resolveFile, splitReference, unescapeToken } from './uri.ts'
import { referenceOf } from './walk.ts'

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

/** A `$ref` and the location that it stands at. */
type Reference = { readonly ref: string; readonly from: Location }

/** A search that asks for the targets of the references that it meets on its way. */
type Search = Generator<Reference, Resolution, Resolution>

export type Resolver = {
  /** What a `$ref` text leads to, one hop, seen from the file that contains it. */
  readonly target: (ref: string, from: Location) => Resolution
  /** Follows a Reference Object, and what it leads to, until something else is found. Anything else is its own target. */
  readonly follow: (node: Located) => Resolution
}

const NOT_FETCHED =
  'other hosts are not asked unless they are allowed (ALLOWED_REF_HOSTS); put the file beside this one'

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

  /** Runs a search and those that it needs, without recursion: a document may nest references as deep as it likes. */
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
      // All that need a circular reference are circular, whichever of them is looked for first.
      if (isCircular) {
        for (const { reference, scope } of stack) scope.set(reference.ref, circular(reference))
        return circular(first)
      }
      if (known === undefined) begin(step.value, scope)
    }
    return answer ?? circular(first)
  }

  function* find({ ref, from }: Reference): Search {
    const resource = declaresUrls ? ids.resourceOf(from) : undefined
    const isSeenFromSchema = declaresUrls && (SEEN_FROM_SCHEMA.test(ref) || HAS_PATH.test(ref))
    const inside = isSeenFromSchema ? yield* findInResource(ref, from, resource) : undefined
    const found = inside ?? (yield* findInFiles(ref, from))
    return found.ok ? found : ((yield* findLocated(ref, from)) ?? found)
  }

  /**
   * `#` and anchors are of the schema with an `$id` that they stand in, and a URL is that of the schema which has it as its
   * `$id`, whatever lies there (JSON Schema 2020-12 sections 8.2.1 and 9.1.2); a pointer may mean the file.
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
      return unresolved(ref, from, `both ${pointerOf(resource.at)} and ${pointerOf(other.at)} have that URL`)
    const resolution = yield* resolveIn(resource, fragment, ref, from)
    return !resolution.ok && path === '' && isPointer(fragment) ? undefined : resolution
  }

  function* findInFiles(ref: string, from: Location): Search {
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
    return yield* resolveIn({ value: files.get(file), at: root(file) }, fragment, ref, from)
  }

  /** References are relative to an `$id` around them or to the file's `$self`; but most documents mean the files, which come first. */
  function* findLocated(ref: string, from: Location): Generator<Reference, Resolution | undefined, Resolution> {
    const { path, fragment } = splitReference(ref)
    const whole = ids.located(path, from)
    return whole && (yield* resolveIn(whole, fragment, ref, from))
  }

  function* resolveIn(start: Located, fragment: string, ref: string, from: Location): Search {
    const found = isPointer(fragment) ? yield* evaluate(start, fragment) : anchoredOnce(start, fragment)
    return found ? { ok: true, target: found } : unresolved(ref, from, missing(start, fragment))
  }

  const anchoredOnce = (start: Located, fragment: string): Located | undefined => {
    const [found, ...others] = anchored(start, fragment)
    return others.length === 0 ? found : undefined
  }

  const missing = (start: Located, fragment: string): string => {
    if (isPointer(fragment)) return 'there is nothing at that place'
    const [first, second] = anchored(start, fragment).map(({ at }) => pointerOf(at))
    return second === undefined ? 'nothing there has that anchor' : `both ${first} and ${second} have that anchor`
  }

  /** Evaluates a JSON Pointer; where it leads through a Reference Object, it goes on in the target of that. RFC 6901. */
  function* evaluate(start: Located, fragment: string): Generator<Reference, Located | undefined, Resolution> {
    let current = start
    // Percent-decoding comes before the tokens are unescaped: RFC 6901 section 6.
    for (const token of decodeFragment(fragment).split('/').slice(1)) {
      const key = unescapeToken(token)
      let next = step(current, key)
      if (next === undefined && referenceOf(current.value) !== undefined) {
        const end = yield* chase(current)
        next = end.ok ? step(end.target, key) : undefined
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

  /** Follows a chain of references to its end, which is remembered for every link of it. */
  function* chase(node: Located): Search {
    const links = new Set<unknown>()
    let current = node
    let end: Resolution | undefined
    while (end === undefined) {
      const ref = referenceOf(current.value)
      if (ref === undefined) end = { ok: true, target: current }
      else if (links.has(current.value)) end = circular({ ref, from: current.at })
      else {
        end = ends.get(current.value)
        links.add(current.value)
        const next: Resolution = end ?? (yield { ref, from: current.at })
        if (next.ok) current = next.target
        else end = next
      }
    }
    for (const link of links) ends.set(link, end)
    return isLoop(end) ? circular({ ref: referenceOf(node.value) ?? '', from: node.at }) : end
  }

  const follow = (node: Located): Resolution => {
    if (referenceOf(node.value) === undefined) return { ok: true, target: node }
    const search = chase(node)
    let step = search.next()
    while (!step.done) step = search.next(target(step.value.ref, step.value.from))
    return step.value
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

/** A failure is reported where the reference is. */
const seenFrom = ({ from }: Reference, result: Resolution): Resolution =>
  result.ok ? result : { ok: false, problem: { ...result.problem, pointer: pointerOf(from) } }

const isLoop = (result: Resolution): boolean => !result.ok && result.problem.code === 'reference-loop'

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

const circular = ({ ref, from }: Reference): Resolution => ({
  ok: false,
  problem: {
    severity: 'error',
    code: 'reference-loop',
    message: `$ref ${quote(ref, 300)} is circular.`,
    pointer: pointerOf(from),
  },
})
