import * as v from 'valibot'
import { ACTION_NAME, DEFINITION_NAME, HTTP_METHODS } from '../../../../lib/contract/requests.ts'
import { ULID } from '../state/ulid.ts'

/** The request bodies of the contract. Unknown fields are errors, so that typing errors are found. */

const optional = v.exactOptional
const text = v.string()
const filled = v.pipe(text, v.nonEmpty('must not be empty'))
const ulid = v.pipe(text, v.regex(ULID, 'must be a ULID'))

const parameterCommon = {
  name: filled,
  required: v.boolean(),
  type: v.picklist(['string', 'number', 'integer', 'boolean']),
  default: optional(v.union([text, v.number(), v.boolean()], 'must be a string, a number or a boolean')),
}

const actionParameter = v.strictObject({
  ...parameterCommon,
  in: v.picklist(['cookie', 'header', 'path', 'query']),
  completion: optional(v.strictObject({})),
})

const triggerParameter = v.strictObject({ ...parameterCommon, in: v.picklist(['cookie', 'header', 'query']) })

const common = {
  type: v.literal('http', 'must be "http", the protocol of the connector'),
  name: v.pipe(text, v.regex(ACTION_NAME, `must match ${ACTION_NAME.source}`)),
  summary: optional(text),
  description: optional(text),
  method: v.picklist(HTTP_METHODS),
}

const ofAction = { ...common, path: text, parameters: v.array(actionParameter) }
const ofTrigger = { ...common, parameters: v.array(triggerParameter) }

const definitionCommon = {
  name: v.pipe(text, v.regex(DEFINITION_NAME, `must match ${DEFINITION_NAME.source}`)),
  accept: v.array(text),
  description: optional(text),
}

const inlineSchema = v.strictObject({ contentType: text, content: text })

const definitionReference = v.strictObject({
  type: v.picklist(['definition', 'action', 'trigger']),
  id: ulid,
  name: text,
})

const definition = v.strictObject({
  id: ulid,
  ...definitionCommon,
  url: filled,
  referencedBy: optional(v.array(definitionReference)),
})

const linkCreate = v.strictObject({
  definition: v.pipe(
    v.strictObject({ id: optional(ulid), name: optional(text) }),
    v.check(({ id, name }) => (id === undefined) !== (name === undefined), 'must have either an id or a name'),
  ),
})
const link = v.strictObject({ id: ulid, definition })
const status = optional(v.pipe(v.number(), v.integer('must be an integer')))

const contentCreate = {
  requestBody: optional(v.strictObject({ required: v.boolean(), definitions: v.array(linkCreate) })),
  // `id` is required in the contract's text only, and no property of the schema.
  responses: v.array(v.strictObject({ id: optional(ulid), status, definitions: v.array(linkCreate) })),
}

export const ActionCreateShape = v.strictObject({ ...ofAction, ...contentCreate })
export const TriggerCreateShape = v.strictObject({ ...ofTrigger, ...contentCreate })

const stored = {
  id: ulid,
  errors: optional(v.array(v.strictObject({ field: text, message: text, severity: v.picklist(['error', 'warning']) }))),
  requestBody: optional(v.strictObject({ required: v.boolean(), definitions: v.array(link) })),
  responses: v.array(v.strictObject({ id: ulid, status, definitions: v.array(link) })),
}

export const ActionShape = v.strictObject({ ...ofAction, ...stored })
export const TriggerShape = v.strictObject({ ...ofTrigger, ...stored })

export const DefinitionsCreateShape = v.strictObject({
  definitions: v.pipe(
    v.array(v.strictObject({ ...definitionCommon, schema: inlineSchema })),
    v.minLength(1, 'must have at least one definition'),
  ),
})

export const DefinitionUpdateShape = v.strictObject({
  id: ulid,
  ...definitionCommon,
  schema: optional(inlineSchema),
})

export const DefinitionsDeleteShape = v.pipe(
  v.strictObject({ ids: optional(v.array(ulid)), names: optional(v.array(text)), all: optional(v.boolean()) }),
  v.check(
    ({ ids, names, all }) => (all === true) !== (ids !== undefined || names !== undefined),
    'must have either "all": true, or ids or names',
  ),
)

export const VersionCreateShape = v.strictObject({ name: filled, fromVersion: optional(filled) })

const message = v.strictObject({
  text,
  severity: v.picklist(['info', 'warning', 'error']),
  detail: optional(v.array(text)),
})

export const VersionShape = v.strictObject({
  id: ulid,
  name: filled,
  description: optional(text),
  isLatest: v.boolean(),
  isDefault: v.boolean(),
  createdAt: text,
  updatedAt: text,
  publishedAt: v.nullable(text),
  messages: optional(v.array(message)),
})
