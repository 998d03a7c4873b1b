import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { Omissions } from '../../diagnostics/omissions.ts'
import { reportText } from '../../diagnostics/report.ts'
import type { Located } from '../../json/location.ts'
import { getOwn, isMapping, kindOf, type Mapping } from '../../json/mapping.ts'
import { referenceChain } from '../references/chain.ts'
import type { Resolver } from '../references/resolver.ts'
import type { Dialect } from './version.ts'

/** What reading one operation needs at hand. */
export type Context = {
  readonly dialect: Dialect
  readonly resolver: Resolver
  /** The root document. */
  readonly document: Located<Mapping>
  /** Where departures from the document go. */
  readonly problems: Diagnostic[]
  /** What no action has a place for, of all operations. */
  readonly omissions: Omissions
}

/**
 * Follows references to a mapping; anything else is reported under the name of what was expected there. `texts` are those
 * of its fields that may be overridden beside a `$ref`.
 */
export function mappingAt(
  context: Context,
  node: Located,
  expected: string,
  texts: readonly string[] = DESCRIPTION,
): Located<Mapping> | undefined {
  const resolution = context.resolver.follow(node)
  if (!resolution.ok) {
    context.problems.push(resolution.problem)
    return undefined
  }
  const { value, at } = resolution.target
  if (isMapping(value)) return { value: value === node.value ? value : withTexts(context, node, value, texts), at }
  reportText(context.problems, 'error', 'malformed', at, `${expected} should be here, but it is ${kindOf(value)}.`)
  return undefined
}

/** Reference Object: what stands beside a `$ref` is ignored; only texts override since 3.1, the nearest first. */
const withTexts = (context: Context, node: Located, target: Mapping, texts: readonly string[]): Mapping => {
  const overrides = context.dialect === '3.1' || context.dialect === '3.2'
  const nearest: Record<string, string> = {}
  for (const hop of referenceChain(context.resolver, node)) {
    reportSiblings(context, hop, overrides ? TEXTS : NONE)
    for (const key of overrides ? texts : []) {
      const text = getOwn(hop.value, key)
      if (typeof text === 'string') nearest[key] ??= text
    }
  }
  return Object.keys(nearest).length === 0 ? target : { ...target, ...nearest }
}

/** A `summary` has no effect on what has none: of all that an action is made of, only the operation has one. */
const DESCRIPTION = ['description']

const TEXTS = new Set(['summary', 'description'])

const NONE = new Set<string>()

/** Tells which fields beside a `$ref` are ignored, those of `others` apart. */
export function reportSiblings(
  { dialect, problems }: Pick<Context, 'dialect' | 'problems'>,
  { value, at }: Located<Mapping>,
  others: ReadonlySet<string>,
): void {
  const siblings = Object.keys(value).filter(key => key !== '$ref' && !key.startsWith('x-') && !others.has(key))
  if (siblings.length === 0) return
  const message = `OpenAPI ${dialect} ignores what stands beside a "$ref": ${siblings.sort().join(', ')}.`
  reportText(problems, 'info', 'reference-siblings', at, message)
}
