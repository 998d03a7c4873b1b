import type { PlannedAuthScheme } from '../conversion/authentication/planned-auth-scheme.ts'
import { type Reason, type Rule, reasonFor, undirected } from './rule.ts'
import { sameJson } from './same-json.ts'
import { listed, quoted } from './text.ts'

export const authenticationRules = {
  required: undirected(
    'authentication-required',
    'breaking',
    'The document describes authentication, and did not require it.',
  ),
  added: undirected('scheme-added', 'compatible', 'There is another way to authenticate.'),
  removed: undirected('scheme-removed', 'breaking', 'A way to authenticate was removed.'),
  changed: undirected(
    'scheme-changed',
    'breaking',
    'A way to authenticate has another type, place, URL or fewer scopes.',
  ),
  scopes: undirected('scheme-scopes-added', 'compatible', 'A way to authenticate has new scopes.'),
  text: undirected(
    'scheme-text-changed',
    'annotation',
    'A way to authenticate has another description, or requests fewer scopes.',
  ),
}

type Schemes = readonly PlannedAuthScheme[]

/** Compares the ways to authenticate of a connector; nothing if they are not known. */
export function compareAuthentication(before: Schemes | undefined, after: Schemes | undefined): Reason[] {
  if (before === undefined || after === undefined) return []
  const [a, b] = [byKey(before), byKey(after)]
  const reasons: Reason[] = []
  const report = (rule: Rule, message: string, from?: PlannedAuthScheme, to?: PlannedAuthScheme): void => {
    reasons.push(reasonFor(rule, 'sent', message, { before: from?.pointer, after: to?.pointer }))
  }
  const [first] = after
  if (first !== undefined && isOpen(before) && !isOpen(after))
    report(authenticationRules.required, `Authentication is required: ${listed([...b.keys()])}.`, undefined, first)
  for (const [key, scheme] of a) {
    const other = b.get(key)
    if (other !== undefined) compareScheme(report, scheme, other)
    else if (scheme.config.schemeType !== 'none')
      report(authenticationRules.removed, `The way to authenticate ${quoted(key)} was removed.`, scheme)
  }
  if (isOpen(before)) return reasons
  for (const [key, scheme] of b)
    if (!a.has(key))
      report(authenticationRules.added, `The way to authenticate ${quoted(key)} is new.`, undefined, scheme)
  return reasons
}

const byKey = (schemes: Schemes): Map<string, PlannedAuthScheme> => new Map(schemes.map(scheme => [scheme.key, scheme]))

const isOpen = (schemes: Schemes): boolean =>
  schemes.length === 0 || schemes.some(({ config }) => config.schemeType === 'none')

const compareScheme = (
  report: (rule: Rule, message: string, from: PlannedAuthScheme, to: PlannedAuthScheme) => void,
  from: PlannedAuthScheme,
  to: PlannedAuthScheme,
): void => {
  const name = `The way to authenticate ${quoted(from.key)}`
  const [a, b] = [scopesOf(from), scopesOf(to)]
  if (!sameJson(essence(from), essence(to)) || hasMore(b, a))
    report(authenticationRules.changed, `${name} changed.`, from, to)
  else if (hasMore(a, b) || hasMore(defaultScopesOf(from), defaultScopesOf(to)))
    report(authenticationRules.scopes, `${name} has new scopes.`, from, to)
  else if (hasMore(defaultScopesOf(to), defaultScopesOf(from)))
    report(authenticationRules.text, `${name} requests fewer scopes.`, from, to)
  else if (!sameJson(withSortedScopes(from), withSortedScopes(to)))
    report(authenticationRules.text, `${name} has another description.`, from, to)
}

const scopesOf = ({ config }: PlannedAuthScheme): string[] =>
  config.schemeType === 'oauth2' ? config.scopes.map(({ name }) => name) : []

/** Returns the scopes that operations require. Those that require more have their own reasons. */
const defaultScopesOf = ({ config }: PlannedAuthScheme): readonly string[] =>
  config.schemeType === 'oauth2' ? config.defaultScopes : []

const hasMore = (a: readonly string[], b: readonly string[]): boolean => b.some(scope => !a.includes(scope))

const essence = ({ config }: PlannedAuthScheme): unknown =>
  config.schemeType === 'oauth2'
    ? { ...config, description: '', scopes: [], defaultScopes: [] }
    : { ...config, description: '' }

/** Returns the configuration with scopes in one order: a document may list its operations in another one. */
const withSortedScopes = ({ config }: PlannedAuthScheme): unknown =>
  config.schemeType === 'oauth2'
    ? {
        ...config,
        scopes: config.scopes.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
        defaultScopes: config.defaultScopes.toSorted(),
      }
    : config
