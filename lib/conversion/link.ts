import type { ActionCreate, ByName, DefinitionCreate, DefinitionLink } from '../contract/requests.ts'
import type { PlannedDefinition } from './plan.ts'

/** A definition that the platform has. */
export type PlatformDefinition = { readonly id: string; readonly url: string }

/** The action as the platform takes it: definitions by id. One that is not known, because it was refused, is left out. */
export function linkAction(
  payload: ActionCreate<ByName>,
  known: ReadonlyMap<string, PlatformDefinition>,
): ActionCreate {
  const link = (links: DefinitionLink<ByName>[]) =>
    links.flatMap(({ definition }) => {
      const id = known.get(definition.name)?.id
      return id === undefined ? [] : [{ definition: { id } }]
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

/** The names of definitions that an action links. */
export function linkedDefinitions({ requestBody, responses }: ActionCreate<ByName>): string[] {
  return [
    ...new Set(
      [requestBody, ...responses].flatMap(body => body?.definitions.map(({ definition }) => definition.name) ?? []),
    ),
  ]
}

/** How a text that names a definition begins. The plan keeps all other values from looking like it. */
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
 * The definition as a create request takes it. Definitions of the same request are referred to by name, earlier ones by
 * their URL; where one was refused, any value is allowed in its place.
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
