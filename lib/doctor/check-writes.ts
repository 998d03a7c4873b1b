import type { ConnectClient } from '../connect/client.ts'
import { describeConnectError } from '../connect/describe.ts'
import type { ConnectResult } from '../connect/errors.ts'
import type { ActionCreate, DefinitionCreate } from '../contract/requests.ts'
import { derivedUlid } from '../util/ulid.ts'
import type { Patient } from './doctor.ts'
import { differs, type Finding, failed, ok } from './finding.ts'

/** Sentences about a platform that accepts a request, and about imports if it does not. */
type Expectation = { readonly accepted: string; readonly otherwise: string }

/**
 * Tries what the contract leaves open, in a draft version that is deleted at the end. Nothing is published, and no other
 * version is written to.
 */
export async function checkWrites({ client, connect, now }: Patient): Promise<Finding[]> {
  const name = `doctor-${derivedUlid(String(now())).slice(0, 8).toLowerCase()}`
  const created = await client.createVersion({ name })
  if (!created.ok) {
    const message = `A draft version can't be created: ${describeConnectError(created.error)}.`
    return [failed('drafts', message, 'Allow the token to create versions of this connector.')]
  }
  const draft = connect(name)
  const findings = [ok('drafts', `The draft ${name} was created.`)]
  try {
    findings.push(...(await checkDefinitions(draft)), ...(await checkActions(draft)))
  } finally {
    findings.push(await removeDraft(draft, name))
  }
  return findings
}

const removeDraft = async (draft: ConnectClient, name: string): Promise<Finding> => {
  const removed = await draft.deleteVersion()
  if (removed.ok) return ok('clean up', `The draft ${name} was deleted.`)
  return failed('clean up', `The draft ${name} is left: ${describeConnectError(removed.error)}.`, 'Delete it by hand.')
}

/** Describes the response to a request that the contract leaves open. */
const describe = (check: string, answer: ConnectResult<unknown>, { accepted, otherwise }: Expectation): Finding => {
  if (answer.ok) return ok(check, accepted)
  const { error } = answer
  if (error.kind === 'refused' || error.kind === 'missing-route')
    return differs(check, `${otherwise} (${describeConnectError(error)})`)
  return failed(check, `${describeConnectError(error)}.`, 'Try again; if it stays, ask the operators of the platform.')
}

const definition = (name: string, schema: unknown, accept = 'application/json'): DefinitionCreate => ({
  name,
  accept: [accept],
  schema: { contentType: 'application/schema+json', content: JSON.stringify(schema) },
})

const checkDefinitions = async (draft: ConnectClient): Promise<Finding[]> => {
  const create = (...definitions: DefinitionCreate[]) => draft.createDefinitions({ definitions })
  const single = await create(definition('Single', { type: 'string' }))
  const first = single.ok ? single.value.definitions?.[0] : undefined
  const cycle = await create(
    definition('Left', { properties: { right: { $ref: '#/$defs/Right' } } }),
    definition('Right', { properties: { left: { $ref: '#/$defs/Left' } } }),
  )
  const byUrl = await create(definition('ByUrl', { properties: { single: { $ref: first?.url ?? '' } } }))
  const xml = await create(definition('Xml', { type: 'string' }, 'application/xml'))
  const schema = first === undefined ? undefined : await draft.getSchema(first.url)
  const updated =
    first === undefined
      ? undefined
      : await draft.updateDefinition('Single', { ...definition('Single', { type: 'integer' }), id: first.id })
  return [
    describe('definitions', single, {
      accepted: 'A definition is created.',
      otherwise: 'A definition is refused; imports create actions without it.',
    }),
    describe('definitions in a cycle', cycle, {
      accepted: 'Definitions of one request may refer to each other.',
      otherwise: 'A cycle is refused; its definitions fail, the actions are created without them.',
    }),
    describe('definitions by URL', byUrl, {
      accepted: 'A definition may refer to an earlier one.',
      otherwise: 'A reference to an earlier definition is refused; such definitions fail.',
    }),
    describe('definitions for XML', xml, {
      accepted: 'A definition may accept XML.',
      otherwise: 'Definitions for XML are refused; actions keep their definitions for JSON.',
    }),
    ...(schema === undefined
      ? []
      : [
          describe('schemas', schema, {
            accepted: 'The schema of a definition can be read.',
            otherwise: "Schemas can't be read; definitions are written in each import.",
          }),
        ]),
    ...(updated === undefined
      ? []
      : [
          describe('PUT of definitions', updated, {
            accepted: 'A definition can be updated.',
            otherwise: "Definitions can't be updated; imports write a fresh draft version.",
          }),
        ]),
  ]
}

const action = (name: string, more: Partial<ActionCreate<unknown>> = {}): ActionCreate<unknown> => ({
  type: 'http',
  name,
  method: 'GET',
  path: '/doctor',
  parameters: [],
  responses: [{ status: 200, definitions: [] }],
  ...more,
})

const checkActions = async (draft: ConnectClient): Promise<Finding[]> => {
  const single = await draft.getDefinition('Single')
  const linked = (link: unknown) => ({ responses: [{ status: 200, definitions: [{ definition: link }] }] })
  const withIds = { responses: [{ id: derivedUlid('response'), status: 200, definitions: [] }] }
  const plain = await draft.actions.create(action('plain'))
  const ids = plain.ok ? plain : await draft.actions.create(action('plain', withIds))
  const byId = await draft.actions.create(action('byId', linked({ id: single.ok ? single.value.id : '' })))
  const byName = await draft.actions.create(action('byName', linked({ name: 'Single' })))
  const template = {
    path: '/doctor/{{ param.item_id }}',
    parameters: [{ name: 'item_id', in: 'path', required: true, type: 'string' }] as ActionCreate['parameters'],
  }
  const placed = await draft.actions.create(action('placed', template))
  const repeated = await draft.actions.create(action('plain'))
  const updated = ids.ok ? await draft.actions.update('plain', { ...ids.value, summary: 'Doctor' }) : ids
  const deleted = await draft.actions.remove('plain')
  return [
    describe('actions', plain, {
      accepted: 'An action is created without ids of its responses.',
      otherwise: ids.ok
        ? 'Responses must have ids; imports add them after the first refusal.'
        : 'An action is refused, with and without ids of its responses; imports fail.',
    }),
    describe('links by id', byId, {
      accepted: 'An action links a definition by its id.',
      otherwise: 'Links by id are refused; imports link by name.',
    }),
    describe('links by name', byName, {
      accepted: 'An action links a definition by its name.',
      otherwise: 'Links by name are refused; imports link by id.',
    }),
    describe('placeholders', placed, {
      accepted: 'A path may have {{ param.NAME }}.',
      otherwise: 'Placeholders in paths are refused; actions with path parameters fail.',
    }),
    describeRepeated(repeated),
    describe('PUT of actions', updated, {
      accepted: 'An action can be updated.',
      otherwise: "Actions can't be updated; imports write a fresh draft version.",
    }),
    describe('DELETE of actions', deleted, {
      accepted: 'An action can be deleted.',
      otherwise: "Actions can't be deleted; imports write a fresh draft version.",
    }),
  ]
}

const describeRepeated = (repeated: ConnectResult<unknown>): Finding => {
  const check = 'repeated names'
  if (repeated.ok) return differs(check, 'Two actions may have one name; imports look an action up before a repeat.')
  const { error } = repeated
  if (error.kind === 'refused') return ok(check, `A second action of one name is refused with status ${error.status}.`)
  return failed(check, `${describeConnectError(error)}.`, 'Try again.')
}
