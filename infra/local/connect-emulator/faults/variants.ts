import * as v from 'valibot'

const optional = v.exactOptional

/**
 * Behaviour of the live platform that its contract leaves open. By default the emulator accepts each form, and follows the
 * contract.
 */
export const Variants = v.strictObject({
  /** The only form of a link to a definition in a new action or trigger. */
  links: optional(v.picklist(['id', 'name'])),
  /** `required`: a new action or trigger without ids of its responses is rejected. */
  responseIds: optional(v.literal('required')),
  /** `rejected`: definitions that accept XML are rejected. */
  xmlDefinitions: optional(v.literal('rejected')),
  /** `details`: `message` is only a title, and the reason is in `details`. */
  errors: optional(v.literal('details')),
  /** `unique`: a second connector of a name is rejected. */
  connectorNames: optional(v.literal('unique')),
  /** The only accepted scheme of the header Authorization. */
  tokenScheme: optional(v.picklist(['Bearer', 'JWT'])),
  /** `dead`: the `url` of a definition does not exist; its schema has only the route of the API. */
  schemaUrls: optional(v.literal('dead')),
})
export type Variants = v.InferOutput<typeof Variants>
