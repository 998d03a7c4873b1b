import type { Diagnostic, Severity } from '../diagnostic.ts'
import { hopsFrom } from './hops.ts'
import type { LeftOut } from './left-out.ts'
import { type Located, type Place, toldPointer } from './place.ts'
import { MAX_PROBLEMS } from './problem-limit.ts'
import type { Resolver } from './reference.ts'
import type { Dialect } from './specification.ts'
import { isMapping, type Mapping, own } from './value.ts'

/** What reading one operation needs at hand. */
export type Context = {
  readonly dialect: Dialect
  readonly resolver: Resolver
  /** The root document. */
  readonly document: Located<Mapping>
  /** Where departures from the document go. */
  readonly problems: Diagnostic[]
  /** What no action has a place for, of all operations. */
  readonly leftOut: LeftOut
}

export const report = (problems: Diagnostic[], severity: Severity, code: string, at: Place, message: string): void => {
  // What is past the limit is only counted.
  const counted = problems.length >= MAX_PROBLEMS
  problems.push({
    severity,
    code,
    message: counted ? '' : sentence(message),
    pointer: counted ? '' : toldPointer(at),
  })
}

/** A name of the document may be of any length and hold half characters, a sentence about it not. */
const MAX_MESSAGE = 1_000

const sentence = (message: string): string =>
  (message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE - 1)}…` : message).toWellFormed()

/** Follows references to a mapping; anything else is reported under the name of what was expected there. */
export const mappingAt = (context: Context, node: Located, expected: string): Located<Mapping> | undefined => {
  const resolution = context.resolver.follow(node)
  if (!resolution.ok) {
    context.problems.push(resolution.problem)
    return undefined
  }
  const { value, at } = resolution.target
  if (isMapping(value)) return { value: value === node.value ? value : withOwnTexts(context, node, value), at }
  report(context.problems, 'error', 'malformed', at, `${expected} should be here, but it is ${kindOf(value)}.`)
  return undefined
}

/** Reference Object since 3.1: its `summary` and `description` override those of what it leads to. */
const withOwnTexts = ({ dialect, resolver }: Context, node: Located, target: Mapping): Mapping => {
  if (dialect !== '3.1' && dialect !== '3.2') return target
  const texts: Record<string, string> = {}
  for (const { value } of hopsFrom(resolver, node)) {
    for (const name of ['summary', 'description']) {
      const text = own(value, name)
      // What is nearer comes first.
      if (typeof text === 'string') texts[name] ??= text
    }
  }
  return Object.keys(texts).length === 0 ? target : { ...target, ...texts }
}

export const kindOf = (value: unknown): string =>
  value === undefined
    ? 'missing'
    : value === null
      ? 'null'
      : Array.isArray(value)
        ? 'a list'
        : isMapping(value)
          ? 'a mapping'
          : `a ${typeof value}`
