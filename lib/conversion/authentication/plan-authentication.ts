import {
  securitySchemeUnknown,
  securitySchemeUnsupported,
  securitySchemeUnused,
} from '../../diagnostics/kinds/security.ts'
import { report } from '../../diagnostics/report.ts'
import { displayPointer, type Located } from '../../json/location.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { Operation, SecurityRequirement } from '../../openapi/objects/model.ts'
import { listSecuritySchemes, readSecurityScheme } from '../../openapi/objects/security-scheme.ts'
import type { PlannedAuthScheme } from './planned-auth-scheme.ts'
import { alternativesOf, readUsage, reportUsage, type Usage } from './requirements.ts'
import { convertSecurityScheme } from './security-scheme.ts'

/** Most schemes of a connector: their results are in a checkpoint. */
const MAX_SCHEMES = 100

/**
 * Converts the security schemes that the imported operations require. Reports their differences, once for the document.
 * @param serverUrl complete URL of a server, for relative URLs
 * @see https://spec.openapis.org/oas/v3.2.0.html#security-requirement-object
 */
export function planAuthentication(
  context: Context,
  operations: readonly Pick<Operation, 'security'>[],
  serverUrl: string | undefined,
): readonly PlannedAuthScheme[] {
  const usage = readUsage(context, operations)
  const alternatives = alternativesOf(usage)
  const schemes = listSchemes(context, alternatives)
  const planned: PlannedAuthScheme[] = []
  for (const [name, node] of schemes) {
    if (!alternatives.some(requirement => requirement.schemes.has(name))) {
      report(context.problems, securitySchemeUnused.skipped(name), node.at)
      continue
    }
    const scheme = readSecurityScheme(context, name, node)
    if (scheme !== undefined)
      planned.push(...convertSecurityScheme(context, scheme, { scopes: scopesOf(usage, name), serverUrl }))
  }
  const optional = alternatives.find(requirement => requirement.schemes.size === 0)
  if (optional !== undefined)
    planned.push({
      key: '',
      pointer: displayPointer(optional.at),
      config: { schemeType: 'none', description: 'No authentication' },
    })
  reportUsage(context, usage)
  if (planned.length <= MAX_SCHEMES) return planned
  const skipped = planned.length - MAX_SCHEMES
  report(context.problems, securitySchemeUnsupported.tooMany(MAX_SCHEMES, skipped), context.document.at)
  return planned.slice(0, MAX_SCHEMES)
}

/**
 * Returns the unread security schemes of the document, and those that requirements refer to by a URI, which 3.2 allows.
 * Reports names that are not defined.
 * @see https://spec.openapis.org/oas/v3.2.0.html#security-requirement-object
 */
export function listSchemes(
  context: Context,
  alternatives: readonly SecurityRequirement[],
): ReadonlyMap<string, Located> {
  const { problems, dialect, resolver } = context
  const schemes = new Map(listSecuritySchemes(context))
  const unknown = new Set<string>()
  for (const { at, schemes: required } of alternatives) {
    for (const name of required.keys()) {
      if (schemes.has(name) || unknown.has(name)) continue
      const target = dialect === '3.2' ? resolver.target(name, at) : undefined
      if (target?.ok) schemes.set(name, target.value)
      else {
        unknown.add(name)
        report(problems, securitySchemeUnknown.ignored(name), at)
      }
    }
  }
  return schemes
}

/** Returns the scopes of the document's requirement, if it names the scheme; else those of all imported operations. */
const scopesOf = ({ root, groups }: Usage, name: string): readonly string[] => {
  const stated = (root ?? []).filter(({ schemes }) => schemes.has(name))
  const all = groups.flatMap(({ requirements }) => requirements)
  const scopes = (stated.length > 0 ? stated : all).flatMap(({ schemes }) => schemes.get(name) ?? [])
  return [...new Set(scopes)]
}
