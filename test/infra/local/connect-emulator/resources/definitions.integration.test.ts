import { expect, test } from 'vitest'
import { ULID } from '../../../../../infra/local/connect-emulator/state/ulid.ts'
import { action, definition, links, setUp } from '../harness.ts'

const ulid = expect.stringMatching(ULID)
const ref = (name: string) => ({ $ref: `#/$defs/${name}` })
const inline = (content: string, contentType = 'application/schema+json') => ({
  ...definition('A'),
  schema: { contentType, content },
})

test('a cycle of definitions is created in one request', async () => {
  const { platform, send } = await setUp()
  const given = [
    { ...definition('Pet', { properties: { owner: ref('Owner') } }), description: 'A pet' },
    definition('Owner', { properties: { pets: { items: ref('Pet') } } }, ['application/json', 'text/yaml']),
    definition('Tree', { items: ref('Tree') }),
    definition('Anything', true),
  ]
  const reply = await send('POST', '/definitions', { definitions: given })
  expect(reply.status).toBe(201)
  const [pet, owner, tree, anything] = reply.json().definitions ?? []
  const url = expect.stringMatching(new RegExp(`^${new URL(platform.url).origin}/api/schemas/v1/o/.+/v1/.{26}\\.json$`))
  expect(pet).toEqual({
    id: ulid,
    name: 'Pet',
    description: 'A pet',
    accept: ['application/json'],
    url,
    referencedBy: [{ type: 'definition', id: owner?.id, name: 'Owner' }],
  })
  expect(owner?.accept).toEqual(['application/json', 'text/yaml'])
  expect([tree?.referencedBy, anything?.referencedBy]).toEqual([[], []])
  expect((await send('GET', '/definitions/Pet')).json()).toEqual(pet)
  expect((await send('GET', '/definitions?name=OWN')).json()).toEqual({ totalCount: 1, definitions: [owner] })
})

test('the url of a definition returns its schema, with references as URLs', async () => {
  const { platform, send } = await setUp()
  const data = { const: ref('Pet'), properties: { $ref: { type: 'string' } } }
  const created = await send('POST', '/definitions', {
    definitions: [definition('Pet', { anyOf: [ref('Owner'), data] }), definition('Owner', { type: 'string' })],
  })
  const [pet, owner] = created.json().definitions ?? []
  const reply = await send('GET', String(pet?.url))
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/schema+json'])
  expect(reply.json()).toEqual({ anyOf: [{ $ref: owner?.url }, data] })
  expect((await fetch(String(pet?.url))).status).toBe(401)
  expect((await send('GET', String(pet?.url).replace(/.{26}\.json$/, 'none.json'))).status).toBe(404)
  const raw = String(pet?.url).replace('/api/schemas/v1/o/', `${new URL(platform.url).pathname}/o/`)
  const [organisation, rest] = [raw.split('/o/')[1]?.split('/')[0], raw.split('/o/')[1]?.split('/').slice(1).join('/')]
  expect((await send('GET', `${platform.url}/o/${organisation}/schemas/${rest}`)).text).toBe(reply.text)
})

test('a new definition refers to an existing one by its url', async () => {
  const { send } = await setUp()
  const created = await send('POST', '/definitions', { definitions: [definition('Pet')] })
  const [pet] = created.json().definitions ?? []
  const reply = await send('POST', '/definitions', { definitions: [definition('Pets', { items: { $ref: pet?.url } })] })
  expect(reply.status).toBe(201)
  const referencedBy = (await send('GET', '/definitions/Pet')).json().referencedBy
  expect(referencedBy).toEqual([{ type: 'definition', id: ulid, name: 'Pets' }])
})

const refusals = [
  { given: { definitions: [] }, code: 'body_invalid', field: 'definitions' },
  { given: { definitions: [definition('A$')] }, code: 'body_invalid', field: 'definitions[0].name' },
  { given: { definitions: [{ ...definition('A'), id: 'x' }] }, code: 'body_invalid', field: 'definitions[0].id' },
  { given: { definitions: [{ name: 'A', accept: [] }] }, code: 'body_invalid', field: 'definitions[0].schema' },
  { given: { definitions: [definition('A', {}, [])] }, code: 'accept_empty', field: 'definitions[0].accept' },
  {
    given: { definitions: [definition('A', {}, ['json'])] },
    code: 'accept_invalid',
    field: 'definitions[0].accept[0]',
  },
  { given: { definitions: [definition('A', {}, [''])] }, code: 'accept_invalid', field: 'definitions[0].accept[0]' },
  {
    given: { definitions: [inline('{}', 'application/json')] },
    code: 'schema_content_type',
    field: 'definitions[0].schema.contentType',
  },
  ...[
    { content: '{', code: 'schema_not_json' },
    { content: '', code: 'schema_not_json' },
    { content: '"text"', code: 'schema_invalid' },
    { content: 'null', code: 'schema_invalid' },
    { content: '[]', code: 'schema_invalid' },
    { content: '{"type":"file"}', code: 'schema_invalid' },
    { content: '{"properties":{"a":{"exclusiveMinimum":true}}}', code: 'schema_invalid' },
    { content: '{"$schema":"http://json-schema.org/draft-07/schema#"}', code: 'schema_invalid' },
    { content: '{"$defs":{}}', code: 'schema_local_definitions' },
    { content: '{"items":{"definitions":{}}}', code: 'schema_local_definitions' },
    { content: '{"$ref":"#/$defs/Nobody"}', code: 'reference_unresolved' },
    { content: '{"$ref":"#/$defs/A/properties/b"}', code: 'reference_unresolved' },
    { content: '{"$ref":"#"}', code: 'reference_unresolved' },
    { content: '{"$ref":"#/components/schemas/A"}', code: 'reference_unresolved' },
    { content: '{"not":{"$ref":"https://example.com/a.json"}}', code: 'reference_unresolved' },
    { content: '{"patternProperties":{"a":{"$ref":"B.json"}}}', code: 'reference_unresolved' },
  ].map(({ content, code }) => ({
    given: { definitions: [inline(content)] },
    code,
    field: 'definitions[0].schema.content',
  })),
]

test('every rule of a definition', async () => {
  const { platform, send } = await setUp()
  for (const { given, code, field } of refusals) {
    const { status, json } = await send('POST', '/definitions', given)
    expect([status, json().code], JSON.stringify(given)).toEqual([400, code])
    expect(json().fields, JSON.stringify(given)).toEqual([{ field, message: expect.any(String) }])
  }
  expect(platform.state().connectors[0]?.versions[0]?.definitions).toEqual([])
})

test('definitions as properties and references as data are allowed', async () => {
  const { send } = await setUp()
  const allowed = [
    { properties: { definitions: {}, $defs: {}, $ref: { type: 'string' } } },
    { enum: [{ $ref: 'x' }], default: { $ref: '#' }, const: { $defs: 1 } },
    { $schema: 'https://json-schema.org/draft/2020-12/schema', format: 'whatever', 'x-vendor': 1 },
  ]
  const definitions = allowed.map((schema, index) => definition(`A${index}`, schema))
  expect((await send('POST', '/definitions', { definitions })).status).toBe(201)
})

test('one invalid definition rejects the whole request', async () => {
  const { platform, send } = await setUp()
  const definitions = [definition('Good'), definition('Bad', { type: 'file' }), definition('Worse', ref('Nobody'))]
  const reply = await send('POST', '/definitions', { definitions })
  expect(reply.json().fields).toEqual([
    { field: 'definitions[1].schema.content', message: expect.any(String) },
    { field: 'definitions[2].schema.content', message: expect.any(String) },
  ])
  expect(platform.state().connectors[0]?.versions[0]?.definitions).toEqual([])
})

test('names that already exist', async () => {
  const { send } = await setUp()
  await send('POST', '/definitions', { definitions: [definition('Pet')] })
  for (const names of [
    ['New', 'Pet'],
    ['Twice', 'Twice'],
  ]) {
    const reply = await send('POST', '/definitions', { definitions: names.map(name => definition(name)) })
    expect([reply.status, reply.json().code]).toEqual([409, 'definition_exists'])
    expect(reply.json().fields).toEqual([{ field: 'definitions[1].name', message: expect.any(String) }])
  }
  expect((await send('GET', '/definitions')).json().totalCount).toBe(1)
})

test('PUT replaces a definition, and its schema if one is sent', async () => {
  const { send } = await setUp()
  const created = await send('POST', '/definitions', { definitions: [definition('Pet'), definition('Owner')] })
  const [pet, owner] = created.json().definitions ?? []
  const update = { id: pet?.id, name: 'Pet', accept: ['text/csv'] }
  expect((await send('PUT', '/definitions/Pet', update)).json()).toEqual({ ...pet, accept: ['text/csv'] })
  expect((await send('GET', String(pet?.url))).json()).toEqual({ type: 'object' })

  const { schema } = definition('', { oneOf: [ref('Animal'), { $ref: owner?.url }] })
  const renamed = await send('PUT', '/definitions/Pet', { ...update, name: 'Animal', schema })
  expect([renamed.status, renamed.json().name]).toEqual([200, 'Animal'])
  expect((await send('GET', String(pet?.url))).json()).toEqual({ oneOf: [{ $ref: pet?.url }, { $ref: owner?.url }] })

  const table = [
    { given: { ...update, id: undefined }, want: 400, code: 'body_invalid' },
    { given: { ...update, url: pet?.url }, want: 400, code: 'body_invalid' },
    { given: { ...update, id: owner?.id }, want: 400, code: 'read_only' },
    { given: { ...update, accept: [] }, want: 400, code: 'accept_empty' },
    { given: { ...update, schema: { ...schema, content: '1' } }, want: 400, code: 'schema_invalid' },
    { given: { ...update, name: 'Owner' }, want: 409, code: 'definition_exists' },
  ]
  for (const { given, want, code } of table) {
    const reply = await send('PUT', '/definitions/Animal', given)
    expect([reply.status, reply.json().code], JSON.stringify(given)).toEqual([want, code])
  }
})

test('a referenced definition is only deleted with force', async () => {
  const { send } = await setUp()
  const created = await send('POST', '/definitions', {
    definitions: [definition('Pet'), definition('Pets', ref('Pet'))],
  })
  const [pet, pets] = created.json().definitions ?? []
  await send('POST', '/actions', action('GetPets', { responses: [{ definitions: links('Pets') }] }))

  const refused = await send('DELETE', '/definitions/Pet')
  expect(refused.status).toBe(412)
  expect(refused.json()).toEqual({
    code: 'definition_referenced',
    message: expect.stringContaining('Pets'),
    definition: { id: pet?.id, name: 'Pet', referencedBy: [{ type: 'definition', id: pets?.id, name: 'Pets' }] },
  })
  const all = await send('DELETE', '/definitions', { all: true })
  expect([all.status, all.json().definition?.name]).toEqual([412, 'Pets'])

  expect((await send('DELETE', '/definitions/Pets?force=true')).status).toBe(204)
  const left = (await send('GET', '/actions/GetPets')).json()
  expect(left.responses).toEqual([{ id: ulid, definitions: [] }])
  expect(left.errors).toEqual([{ field: '/responses/0/definitions/0', message: expect.any(String), severity: 'error' }])
  expect((await send('POST', '/publish')).json().code).toBe('version_invalid')
  expect((await send('DELETE', '/definitions/Pet')).status).toBe(204)
})

test('several definitions are deleted by ids, by names or all', async () => {
  const { send } = await setUp()
  const names = ['A', 'B', 'C', 'D', 'E']
  const created = await send('POST', '/definitions', {
    definitions: names.map(name => definition(name, name === 'B' ? ref('A') : {})),
  })
  const [a, b] = created.json().definitions ?? []
  const refused = [
    { given: {}, code: 'body_invalid' },
    { given: { all: false }, code: 'body_invalid' },
    { given: { all: true, names: ['C'] }, code: 'body_invalid' },
    { given: { names: ['Nobody'] }, code: 'definition_unknown' },
    { given: { ids: [a?.id], names: ['A'] }, code: 'definition_repeated' },
  ]
  for (const { given, code } of refused) {
    const reply = await send('DELETE', '/definitions', given)
    expect([reply.status, reply.json().code], JSON.stringify(given)).toEqual([400, code])
  }
  expect((await send('DELETE', '/definitions', { ids: [a?.id, b?.id], names: ['C'] })).status).toBe(204)
  const left = Array.from((await send('GET', '/definitions')).json().definitions ?? [], ({ name }) => name)
  expect(left).toEqual(['D', 'E'])
  expect((await send('DELETE', '/definitions', { all: true })).status).toBe(204)
  expect((await send('GET', '/definitions')).json()).toEqual({ totalCount: 0, definitions: [] })
})
