import { expect, test } from 'vitest'
import type { ActionCreate, ByName } from '../../../lib/contract/requests.ts'
import {
  linkDefinition,
  linkedDefinitions,
  linkPayload,
  type PlatformDefinition,
} from '../../../lib/conversion/link.ts'
import { plannedDefinition } from '../report/fixtures.ts'

const known = new Map<string, PlatformDefinition>([['Pet', { id: '01PET', url: 'https://x/01PET.json' }]])
const link = (name: string) => ({ definition: { name } })

const payload: ActionCreate<ByName> = {
  type: 'http',
  name: 'addPet',
  method: 'POST',
  path: '/pets',
  parameters: [],
  requestBody: { required: true, definitions: [link('Pet'), link('Refused')] },
  responses: [{ status: 201, definitions: [link('Pet')] }, { definitions: [link('Refused')] }],
}

test('an action links definitions by id, and omits those that the platform does not have', () => {
  expect(linkPayload(payload, known)).toEqual({
    type: 'http',
    name: 'addPet',
    method: 'POST',
    path: '/pets',
    parameters: [],
    requestBody: { required: true, definitions: [{ definition: { id: '01PET' } }] },
    responses: [{ status: 201, definitions: [{ definition: { id: '01PET' } }] }, { definitions: [] }],
  })
})

test('an action without a body gets none', () => {
  const { requestBody: _body, ...without } = payload
  expect(linkPayload(without, known)).not.toHaveProperty('requestBody')
})

test('each linked definition is named once', () => {
  expect(linkedDefinitions(payload)).toEqual(['Pet', 'Refused'])
})

const cases: [string, string, string][] = [
  ['of the same request: by name', '{"$ref":"#/$defs/Same"}', '{"$ref":"#/$defs/Same"}'],
  ['there already: by URL', '{"items":{"$ref":"#/$defs/Pet"}}', '{"items":{"$ref":"https://x/01PET.json"}}'],
  ['refused: anything', '{"$ref":"#/$defs/Refused"}', '{"$comment":"The platform refused Refused."}'],
  [
    'a discriminator’s mapping',
    '{"discriminator":{"propertyName":"kind","mapping":{"pet":"#/$defs/Pet","same":"#/$defs/Same"},"defaultMapping":"#/$defs/Pet"}}',
    '{"discriminator":{"propertyName":"kind","mapping":{"pet":"https://x/01PET.json","same":"#/$defs/Same"},"defaultMapping":"https://x/01PET.json"}}',
  ],
  ['a key that looks like a link', '{"properties":{"#/$defs/Pet":true}}', '{"properties":{"#/$defs/Pet":true}}'],
  ['a text that holds a link in quotes', '{"title":"say \\"#/$defs/Pet\\""}', '{"title":"say \\"#/$defs/Pet\\""}'],
  ['a text that begins like a link', '{"title":"#/$defs/Pet is good"}', '{"title":"#/$defs/Pet is good"}'],
]

test.each(cases)('a definition that refers to one %s', (_, content, want) => {
  const references = ['Pet', 'Same', 'Refused'].filter(name => content.includes(`#/$defs/${name}`))
  const definition = plannedDefinition('D', { content, references })
  const linked = linkDefinition(definition, new Set(['D', 'Same']), known)
  expect(linked.schema).toEqual({ contentType: 'application/schema+json', content: want })
})

test('a definition keeps its name, its media types and its description', () => {
  const definition = plannedDefinition('D', { accept: ['text/csv'], description: 'Rows' })
  expect(linkDefinition(definition, new Set(['D']), known)).toMatchObject({
    name: 'D',
    accept: ['text/csv'],
    description: 'Rows',
  })
  expect(linkDefinition(plannedDefinition('D'), new Set(['D']), known)).not.toHaveProperty('description')
})
