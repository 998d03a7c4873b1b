import { getField } from '../../json/mapping.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { Operation, SecurityRequirement } from '../../openapi/objects/model.ts'
import { readRequirements } from '../../openapi/objects/security-requirement.ts'

/**
 * Creates the reader of the alternatives to authenticate that an operation requires: its own, or else those of the document.
 * They are sorted, each once: `key`, `id and oauth (read, write)`, or an empty string for none. The list is empty without a
 * requirement. Reports nothing.
 */
export function createSecurityReader({
  document,
}: Pick<Context, 'document'>): (operation: Pick<Operation, 'security'>) => readonly string[] {
  const silent = { problems: [] }
  const common = alternativesOf(readRequirements(silent, getField(document, 'security')) ?? [])
  return ({ security }) => {
    const own = security.value === undefined ? undefined : readRequirements(silent, security)
    return own === undefined ? common : alternativesOf(own)
  }
}

const alternativesOf = (requirements: readonly SecurityRequirement[]): string[] =>
  [...new Set(requirements.map(({ schemes }) => [...schemes].map(textOf).sort().join(' and ')))].sort()

const textOf = ([scheme, scopes]: readonly [string, readonly string[]]): string =>
  scopes.length === 0 ? scheme : `${scheme} (${scopes.toSorted().join(', ')})`
