import { referenceLoop } from '../../diagnostics/kinds/references.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import type { Result } from '../../diagnostics/result.ts'
import { type Located, type Location, pointerOf } from '../../json/location.ts'
import { referenceOf } from './walk.ts'

/** Target of a reference, or the reason why it can't be resolved. */
export type Resolution = Result<Located>

/** A `$ref` and its location. */
export type Reference = { readonly ref: string; readonly from: Location }

/** Search for a target; yields each reference whose target it needs for that, and is resumed with it. */
export type Search<T = Resolution> = Generator<Reference, T, Resolution>

/** Resolver of the references of one document. */
export type Resolver = {
  /** Resolves a `$ref` string at a location by one hop. */
  readonly target: (ref: string, from: Location) => Resolution
  /** Resolves a Reference Object by all its hops; returns any other node itself. */
  readonly follow: (node: Located) => Resolution
  /** Files that references so far need and that could not be read, by name; URLs are not among them. */
  readonly missing: ReadonlySet<string>
}

/** Resolver with the search for the end of a chain, for searches that meet a Reference Object on their way. */
type Searches = Omit<Resolver, 'missing'> & { readonly chase: (node: Located) => Search }

/** Marks a reference whose search has begun; one that needs it is circular. */
const BEGUN = 'begun'
type Known = Map<string, Resolution | typeof BEGUN>

/**
 * Runs searches, and the searches that they need, on a stack of its own: a document may nest references to any depth.
 * A reference that needs itself is circular; nothing else limits a chain. Each result is stored.
 * @param find begins the search for the target of one `$ref`
 * @param scopeOf names the scope of a location; within one scope, equal `$ref` strings have the same target
 */
export function createSearches(find: (reference: Reference) => Search, scopeOf: (from: Location) => string): Searches {
  const byScope = new Map<string, Known>()
  const ends = new Map<unknown, Resolution>()

  const knownFor = ({ from }: Reference): Known => {
    const scope = scopeOf(from)
    const known = byScope.get(scope) ?? new Map()
    byScope.set(scope, known)
    return known
  }

  const run = (first: Reference): Resolution => {
    const stack: { readonly reference: Reference; readonly known: Known; readonly search: Search }[] = []
    const begin = (reference: Reference, known: Known): void => {
      known.set(reference.ref, BEGUN)
      stack.push({ reference, known, search: find(reference) })
    }
    begin(first, knownFor(first))
    let answer: Resolution | undefined
    for (let task = stack.at(-1); task !== undefined; task = stack.at(-1)) {
      // The argument of the first call of a generator is ignored.
      const step: IteratorResult<Reference, Resolution> = task.search.next(answer as Resolution)
      if (step.done) {
        answer = step.value
        task.known.set(task.reference.ref, answer)
        stack.pop()
        continue
      }
      const needed = step.value
      const known = knownFor(needed)
      const found = known.get(needed.ref)
      if (found === undefined) begin(needed, known)
      else if (found !== BEGUN && !isLoop(found)) answer = seenFrom(needed, found)
      else {
        // All references that need a circular one are circular, independent of the order.
        for (const { reference, known } of stack) known.set(reference.ref, circular(reference))
        return circular(first)
      }
    }
    return answer ?? circular(first)
  }

  const target = (ref: string, from: Location): Resolution => {
    const reference = { ref, from }
    const found = knownFor(reference).get(ref)
    return found === undefined || found === BEGUN ? run(reference) : seenFrom(reference, found)
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
    const known = ends.get(node.value)
    if (known?.ok) return known
    const search = chase(node)
    let step = search.next()
    while (!step.done) step = search.next(target(step.value.ref, step.value.from))
    return step.value
  }

  return { target, follow, chase }
}

/** Moves a problem to the location of the reference that has it. */
const seenFrom = ({ from }: Reference, result: Resolution): Resolution =>
  result.ok ? result : { ok: false, problem: { ...result.problem, pointer: pointerOf(from) } }

const isLoop = (result: Resolution): boolean => !result.ok && result.problem.code === referenceLoop.code

const circular = ({ ref, from }: Reference): Resolution => ({
  ok: false,
  problem: diagnostic(referenceLoop.circular(ref), from),
})
