import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { malformed } from '../../diagnostics/kinds/objects.ts'
import { referenceSiblings } from '../../diagnostics/kinds/references.ts'
import type { Omissions } from '../../diagnostics/omissions.ts'
import { report } from '../../diagnostics/report.ts'
import type { Located } from '../../json/location.ts'
import { getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import { referenceChain } from '../references/chain.ts'
import type { Resolver } from '../references/resolver.ts'
import type { Dialect } from './version.ts'

/** Context for parsing one operation. */
export type Context = {
  readonly dialect: Dialect
  readonly resolver: Resolver
  /** The root document. */
  readonly document: Located<Mapping>
  /** Diagnostics of the operation or document. */
  readonly problems: Diagnostic[]
  /** Parts that are not imported, of all operations. */
  readonly omissions: Omissions
}

/**
 * Resolves a node to an object; reports any other value.
 * @param expected the expected object with its article, as `a Parameter Object`
 * @param texts string fields that siblings of a `$ref` override
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
  const { value, at } = resolution.value
  if (isMapping(value)) return { value: value === node.value ? value : withTexts(context, node, value, texts), at }
  report(context.problems, malformed.expected(expected, value), at)
  return undefined
}

/**
 * Applies `summary` and `description` next to a `$ref`, which override those of the target since 3.1; the nearest first.
 * @see https://spec.openapis.org/oas/v3.2.0.html#reference-object
 */
const withTexts = (context: Context, node: Located, target: Mapping, texts: readonly string[]): Mapping => {
  const overrides = context.dialect === '3.1' || context.dialect === '3.2'
  const nearest: Record<string, string> = {}
  for (const hop of referenceChain(context.resolver, node)) {
    reportSiblings(context, hop, key => overrides && TEXTS.has(key))
    for (const key of overrides ? texts : []) {
      const text = getOwn(hop.value, key)
      if (typeof text === 'string') nearest[key] ??= text
    }
  }
  return Object.keys(nearest).length === 0 ? target : { ...target, ...nearest }
}

/** Overridable fields of an object without `summary`: only an operation has one. */
const DESCRIPTION = ['description']

const TEXTS = new Set(['summary', 'description'])

/** Reports the siblings of a `$ref`, apart from those that are used. */
export function reportSiblings(
  { dialect, problems }: Pick<Context, 'dialect' | 'problems'>,
  { value, at }: Located<Mapping>,
  isUsed: (key: string) => boolean,
): void {
  const siblings = Object.keys(value).filter(key => key !== '$ref' && !key.startsWith('x-') && !isUsed(key))
  if (siblings.length === 0) return
  report(problems, referenceSiblings.ignored(dialect, siblings.sort()), at)
}
