import type { ById, ByName, DefinitionCreate, DefinitionLink, TriggerCreate } from '../contract/requests.ts'
import type { PlannedDefinition } from './plan.ts'

/** A definition on the platform. */
export type PlatformDefinition = { readonly id: string; readonly url: string }

/** Returns the payload of an action or trigger to create, with links by id or by name. Omits definitions that the platform refused. */
export function linkPayload(
  payload: TriggerCreate<ByName>,
  known: ReadonlyMap<string, PlatformDefinition>,
  linkBy: 'id' | 'name' = 'id',
): TriggerCreate<ById | ByName> {
  const link = (links: DefinitionLink<ByName>[]) =>
    links.flatMap(({ definition: { name } }) => {
      const id = known.get(name)?.id
      return id === undefined ? [] : [{ definition: linkBy === 'id' ? { id } : { name } }]
    })
  const { requestBody, responses, ...rest } = payload
  return {
    ...rest,
    ...(requestBody !== undefined && {
      requestBody: { required: requestBody.required, definitions: link(requestBody.definitions) },
    }),
    responses: responses.map(response => ({ ...response, definitions: link(response.definitions) })),
  }
}

/** Returns the names of the definitions that an action or trigger links, each once. */
export function linkedDefinitions({ requestBody, responses }: TriggerCreate<ByName>): string[] {
  return [
    ...new Set(
      [requestBody, ...responses].flatMap(body => body?.definitions.map(({ definition }) => definition.name) ?? []),
    ),
  ]
}

/** Beginning of a JSON string that refers to a definition. The plan has no other value that begins so. */
const LINK = '"#/$defs/'
const REF = '"$ref":'

const linkContent = (
  content: string,
  sameRequest: ReadonlySet<string>,
  known: ReadonlyMap<string, PlatformDefinition>,
): string => {
  const parts = content.split(LINK)
  for (const [i, part] of parts.entries()) {
    if (i === 0) continue
    const end = part.indexOf('"')
    const name = part.slice(0, end)
    const rest = part.slice(end + 1)
    const before = parts[i - 1] ?? ''
    const url = known.get(name)?.url
    const isKey = rest.startsWith(':')
    if (url !== undefined && !sameRequest.has(name) && !isKey) parts[i] = JSON.stringify(url) + rest
    else if (sameRequest.has(name) || isKey || !before.endsWith(REF)) parts[i] = LINK + part
    else {
      parts[i - 1] = before.slice(0, -REF.length)
      parts[i] = `"$comment":${JSON.stringify(`The platform refused ${name}.`)}${rest}`
    }
  }
  return parts.join('')
}

/**
 * Returns the payload of a create request. Refers to definitions of the same request by name and to earlier ones by URL;
 * a reference to a refused definition becomes a schema that accepts any value.
 */
export function linkDefinition(
  definition: PlannedDefinition,
  sameRequest: ReadonlySet<string>,
  known: ReadonlyMap<string, PlatformDefinition>,
): DefinitionCreate {
  const { content, references } = definition
  const linked = references.every(name => sameRequest.has(name)) ? content : linkContent(content, sameRequest, known)
  return {
    name: definition.name,
    accept: [...definition.accept],
    ...(definition.description !== undefined && { description: definition.description }),
    schema: { contentType: 'application/schema+json', content: linked },
  }
}
