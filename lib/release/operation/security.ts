import { type Reason, reasonFor, undirected } from '../rule.ts'
import { listed } from '../text.ts'

export const securityRules = {
  added: undirected('security-added', 'breaking', 'An operation requires authentication, and did not.'),
  removed: undirected('security-removed', 'compatible', 'An operation does not require authentication any more.'),
  changed: undirected(
    'security-changed',
    'breaking',
    'An operation lacks a way to authenticate that it had, or requires more scopes.',
  ),
  alternative: undirected('security-alternative-added', 'compatible', 'An operation has another way to authenticate.'),
}

/** Compares the alternatives to authenticate; nothing if one of them is not known. */
export function compareSecurity(
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
  places: { readonly before: string; readonly after: string },
): Reason[] {
  if (before === undefined || after === undefined) return []
  const [wasOpen, isOpen] = [isAnonymous(before), isAnonymous(after)]
  if (wasOpen && isOpen) return []
  if (wasOpen) return [reasonFor(securityRules.added, 'sent', `Authentication is required: ${listed(after)}.`, places)]
  if (isOpen) return [reasonFor(securityRules.removed, 'sent', 'Authentication is not required any more.', places)]
  const removed = before.filter(alternative => !after.includes(alternative))
  const added = after.filter(alternative => !before.includes(alternative))
  if (removed.length > 0) {
    const now = added.length === 0 ? '' : ` New: ${listed(added)}.`
    return [
      reasonFor(securityRules.changed, 'sent', `Ways to authenticate were removed: ${listed(removed)}.${now}`, places),
    ]
  }
  if (added.length === 0) return []
  return [reasonFor(securityRules.alternative, 'sent', `Ways to authenticate are new: ${listed(added)}.`, places)]
}

/** Returns true if no authentication is required. */
export function isAnonymous(alternatives: readonly string[]): boolean {
  return alternatives.length === 0 || alternatives.includes('')
}
