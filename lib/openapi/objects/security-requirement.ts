import { malformed } from '../../diagnostics/kinds/objects.ts'
import { report } from '../../diagnostics/report.ts'
import { child, type Located } from '../../json/location.ts'
import { asText, getOwn, isMapping } from '../../json/mapping.ts'
import type { Context } from './context.ts'
import type { SecurityRequirement } from './model.ts'

/**
 * Reads `security` of the document or of an operation, which are alternatives; undefined if it has none. An empty array
 * removes the document's requirements.
 * @see https://spec.openapis.org/oas/v3.2.0.html#security-requirement-object
 * @see https://spec.openapis.org/oas/v2.0.html#security-requirement-object
 */
export function readRequirements(
  { problems }: Pick<Context, 'problems'>,
  { value: security, at }: Located,
): readonly SecurityRequirement[] | undefined {
  if (security === undefined || security === null) return undefined
  if (!Array.isArray(security)) {
    report(problems, malformed.fieldType('security', 'an array', security), at)
    return undefined
  }
  return security.flatMap((requirement: unknown, index): SecurityRequirement[] => {
    const here = child(at, index)
    if (!isMapping(requirement)) {
      report(problems, malformed.fieldType('A security requirement', 'an object', requirement), here)
      return []
    }
    const schemes = Object.keys(requirement).map((key): readonly [string, readonly string[]] => {
      const scopes = getOwn(requirement, key)
      if (Array.isArray(scopes)) return [key, scopes.map(asText).filter(scope => scope !== undefined)]
      report(problems, malformed.fieldType('Scopes of a security requirement', 'an array', scopes), child(here, key))
      return [key, []]
    })
    return [{ at: here, schemes: new Map(schemes) }]
  })
}
