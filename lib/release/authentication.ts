import type { DescribedScheme } from '../conversion/authentication/described-schemes.ts'
import { type Reason, type Rule, reasonFor, undirected } from './rule.ts'
import { sameJson } from './same-json.ts'
import { listed, listedTexts, quoted } from './text.ts'

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
  deprecated: undirected('scheme-deprecated', 'compatible', 'A way to authenticate is deprecated.'),
  undeprecated: undirected('scheme-not-deprecated', 'compatible', 'A way to authenticate is not deprecated any more.'),
  text: undirected('scheme-text-changed', 'annotation', 'A way to authenticate has another description.'),
}

type Schemes = readonly DescribedScheme[]
type Report = (rule: Rule, message: string, from?: DescribedScheme, to?: DescribedScheme) => void

/**
 * Compares the ways to authenticate of the operations that are imported; nothing if they are not known. A scheme that is
 * still described, but not required any more, is a change of the operations only: so a filter removes none.
 * @param isFirst true if operations require authentication, and none did
 */
export function compareAuthentication(
  before: Schemes | undefined,
  after: Schemes | undefined,
  isFirst: boolean,
): Reason[] {
  if (before === undefined || after === undefined) return []
  const reasons: Reason[] = []
  const report: Report = (rule, message, from, to) => {
    reasons.push(reasonFor(rule, 'sent', message, { before: from?.pointer, after: to?.pointer }))
  }
  const [was, is] = [before.filter(isComparable), after.filter(isComparable)]
  const [first] = is
  if (isFirst && first !== undefined) {
    const names = is.map(({ key }) => key)
    report(authenticationRules.required, `Authentication is required: ${listed(names)}.`, undefined, first)
  }
  const described = new Map(after.map(scheme => [scheme.key, scheme]))
  for (const scheme of was) {
    const other = described.get(scheme.key)
    if (other === undefined ? isUnreadable(scheme.key, after) : !other.isUsed) continue
    if (other !== undefined) compareScheme(report, scheme, other)
    else report(authenticationRules.removed, `The way to authenticate ${quoted(scheme.key)} was removed.`, scheme)
  }
  if (isFirst) return reasons
  const used = new Set(was.map(({ key }) => key))
  for (const scheme of is)
    if (!used.has(scheme.key) && !isUnreadable(scheme.key, before))
      report(authenticationRules.added, `The way to authenticate ${quoted(scheme.key)} is new.`, undefined, scheme)
  return reasons
}

const isComparable = ({ isUsed, facts }: DescribedScheme): boolean => isUsed && facts !== undefined

/** Returns true if a scheme, or the one that has it as a flow, can't be read. */
const isUnreadable = (key: string, schemes: Schemes): boolean =>
  schemes.some(scheme => scheme.facts === undefined && (key === scheme.key || key.startsWith(`${scheme.key}#`)))

const compareScheme = (report: Report, from: DescribedScheme, to: DescribedScheme): void => {
  if (from.facts === undefined || to.facts === undefined) return
  const name = `The way to authenticate ${quoted(from.key)}`
  const removed = from.scopes.filter(scope => !to.scopes.includes(scope))
  const added = to.scopes.filter(scope => !from.scopes.includes(scope))
  const changes = [
    ...changedFacts(from.facts, to.facts),
    ...(removed.length > 0 ? [`it lacks the scopes ${listed(removed)}`] : []),
  ]
  if (changes.length > 0) report(authenticationRules.changed, `${name} changed: ${listedTexts(changes)}.`, from, to)
  if (added.length > 0) report(authenticationRules.scopes, `${name} has the new scopes ${listed(added)}.`, from, to)
  if (!from.isDeprecated && to.isDeprecated) report(authenticationRules.deprecated, `${name} is deprecated.`, from, to)
  if (from.isDeprecated && !to.isDeprecated)
    report(authenticationRules.undeprecated, `${name} is not deprecated any more.`, from, to)
  if (from.texts !== to.texts && sameJson(from.scopes, to.scopes))
    report(authenticationRules.text, `${name} has another description.`, from, to)
}

type Facts = Readonly<Record<string, string>>

const changedFacts = (before: Facts, after: Facts): string[] => {
  if (before.type !== after.type) return [`it is ${described(after)} instead of ${described(before)}`]
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter(field => !sameFact(field, before, after))
    .map(field => {
      const [from, to] = [before[field], after[field]]
      if (from === undefined) return `${field} is ${quoted(to)}`
      return to === undefined ? `it has no ${field} any more` : `${field} is ${quoted(to)} instead of ${quoted(from)}`
    })
}

/** Describes a scheme: `apiKey (in "header", name "X-Key")`. */
const described = ({ type = '', ...facts }: Facts): string => {
  const texts = Object.entries(facts).map(([field, value]) => `${field} ${quoted(value)}`)
  return texts.length === 0 ? type : `${type} (${texts.join(', ')})`
}

/** Names of header fields have no case. */
const sameFact = (field: string, before: Facts, after: Facts): boolean => {
  const [from, to] = [before[field], after[field]]
  if (from === to) return true
  const isHeaderName = field === 'name' && before.in === 'header' && after.in === 'header'
  return isHeaderName && from?.toLowerCase() === to?.toLowerCase()
}
