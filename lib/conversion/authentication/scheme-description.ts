import type { Context } from '../../openapi/objects/context.ts'
import type { SecurityScheme } from '../../openapi/objects/model.ts'
import { clean, cleanedFor, MAX_PARAMETER_NOTE, oneLine, withinLimit } from '../text.ts'

/**
 * Describes a scheme for the person who creates a connection. It begins with the name, which distinguishes the schemes of
 * a connector.
 */
export function describeAuthScheme(
  { problems }: Context,
  { name, description = '', isDeprecated, at }: SecurityScheme,
  { label = name, note = '' }: { readonly label?: string; readonly note?: string } = {},
): string {
  const stated = cleanedFor(MAX_PARAMETER_NOTE, description, clean)
  const parts = [isDeprecated ? 'Deprecated.' : '', note, stated].filter(part => part !== '')
  const text = parts.length === 0 ? oneLine(label) : `${oneLine(label)}: ${parts.join(' ')}`
  return withinLimit(problems, {
    at,
    subject: 'The description of a security scheme',
    text,
    limit: MAX_PARAMETER_NOTE,
  })
}
