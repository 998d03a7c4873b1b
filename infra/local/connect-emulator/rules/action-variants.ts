import type { Variants } from '../faults/variants.ts'
import type { Problem } from '../http/api-error.ts'
import type { ActionPayload, LinkPayload } from './action-rules.ts'

/** Lists the problems of a new action or trigger that only some variants of the platform have. */
export function variantProblems({ requestBody, responses }: ActionPayload, variants: Variants): Problem[] {
  const links = (definitions: readonly LinkPayload[], field: string): Problem[] =>
    definitions.flatMap(({ definition }, index) =>
      variants.links === undefined || definition[variants.links] !== undefined
        ? []
        : [{ code: 'link_form', field: `${field}[${index}].definition.${variants.links}`, message: 'is required' }],
    )
  return [
    ...links(requestBody?.definitions ?? [], 'requestBody.definitions'),
    ...responses.flatMap(({ id, definitions }, index) => {
      const field = `responses[${index}]`
      const missing = variants.responseIds === 'required' && id === undefined
      return [
        ...(missing ? [{ code: 'response_id', field: `${field}.id`, message: 'is required' }] : []),
        ...links(definitions, `${field}.definitions`),
      ]
    }),
  ]
}
