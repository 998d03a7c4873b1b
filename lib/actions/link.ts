import type { ActionCreate, ByName, DefinitionCreate, DefinitionLink } from '../contract.ts'
import type { PlannedDefinition } from './plan.ts'

/** A definition that the platform has. */
export type Known = { readonly id: string; readonly url: string }

/** The action as the platform takes it: definitions by id. One that is not known, because it was refused, is left out. */
export const linkAction = (payload: ActionCreate<ByName>, known: ReadonlyMap<string, Known>): ActionCreate => {
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
export const linkedDefinitions = ({ requestBody, responses }: ActionCreate<ByName>): string[] => [
  ...new Set(
    [requestBody, ...responses].flatMap(body => body?.definitions.map(({ definition }) => definition.name) ?? []),
  ),
]

/** A text `"#/$defs/NAME"` that is a value, not a key. The plan keeps all other texts from looking like it. */
const LINK = /("\$ref":)?"#\/\$defs\/([a-zA-Z0-9_-]+)"(?!:)/g

/**
 * The definition as a create request takes it. Definitions of the same request are referred to by name, earlier ones by
 * their URL; where one was refused, any value is allowed in its place.
 */
export const linkDefinition = (
  definition: PlannedDefinition,
  sameRequest: ReadonlySet<string>,
  known: ReadonlyMap<string, Known>,
): DefinitionCreate => {
  const link = (text: string, keyword: string | undefined, name: string): string => {
    if (sameRequest.has(name)) return text
    const url = known.get(name)?.url
    if (url !== undefined) return `${keyword ?? ''}${JSON.stringify(url)}`
    return keyword === undefined ? text : `"$comment":${JSON.stringify(`The platform refused ${name}.`)}`
  }
  const { content, references } = definition
  const linked = references.every(name => sameRequest.has(name)) ? content : content.replaceAll(LINK, link)
  return {
    name: definition.name,
    accept: [...definition.accept],
    ...(definition.description !== undefined && { description: definition.description }),
    schema: { contentType: 'application/schema+json', content: linked },
  }
}
