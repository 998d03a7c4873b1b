import { expect, test } from 'vitest'
import { asMapping } from '../../../../lib/json/mapping.ts'
import { ORGANISATION } from '../connect-emulator/harness.ts'
import { SECRET_TOKEN, useStack } from './support.ts'

const stack = useStack()

const bodyOf = (schema: unknown) => ({ content: { 'application/json': { schema } } })

/** The second operation refers to a part of the first one. */
const DOCUMENT = {
  openapi: '3.0.3',
  info: { title: 'Garden', version: '1' },
  servers: [{ url: 'https://api.example.com' }],
  paths: {
    '/beds': {
      get: {
        operationId: 'listBeds',
        responses: {
          200: { description: 'OK', ...bodyOf({ type: 'object', properties: { size: { type: 'number' } } }) },
        },
      },
      put: {
        operationId: 'putBed',
        requestBody: bodyOf({
          type: 'object',
          properties: {
            size: { $ref: '#/paths/~1beds/get/responses/200/content/application~1json/schema/properties/size' },
          },
        }),
        responses: { 204: { description: 'Done' } },
      },
    },
  },
}
const NAME = 'listBeds_Response_200_properties_size'
const FORMER = 'paths__beds_get_responses_200_content_application_json_schema_properties_size_12345678'

/** Gives a definition on the platform, and in the ledger, the name that an earlier version gave it. */
const renameBack = async (connector: string): Promise<void> => {
  const address = `${stack.platform().url}/o/${ORGANISATION}/connectors/${connector}/versions/v1/definitions/${NAME}`
  const headers = { authorization: `Bearer ${SECRET_TOKEN}`, 'content-type': 'application/json' }
  const stored = asMapping(await (await fetch(address, { headers })).json())
  const body = JSON.stringify({ id: stored?.id, accept: stored?.accept, name: FORMER })
  expect((await fetch(address, { method: 'PUT', headers, body })).status).toBe(200)
  await stack.editLedger(connector, ledger => {
    expect(ledger).toContain(NAME)
    return ledger.replaceAll(NAME, FORMER).replaceAll(/,"pointer":"[^"]*"/g, '')
  })
}

test('a definition that an earlier version named otherwise is renamed, and nothing else is written', async () => {
  stack.seed('former')
  await stack.run('former', DOCUMENT)
  const before = stack.contents('former')
  await renameBack('former')
  const writes = await stack.writesDuring(async () => {
    const report = await stack.run('former', DOCUMENT, { options: { removed: 'delete' } })
    expect(report.outcome).toBe('succeeded')
    const changed = report.definitions.filter(({ change }) => change !== 'unchanged')
    expect(changed).toMatchObject([{ name: NAME, change: 'update', status: 'done', reason: `Renamed from ${FORMER}.` }])
  })
  expect(writes).toEqual(['PUT 200'])
  expect(stack.contents('former')).toEqual(before)
  expect(await stack.run('former', DOCUMENT)).toMatchObject({ outcome: 'unchanged' })
})

test('a platform that can not rename gets the definition under its new name', async () => {
  stack.seed('norename')
  await stack.run('norename', DOCUMENT)
  await renameBack('norename')
  stack.platform().faults = { notImplemented: ['PUT definitions'], notImplementedStatus: 501 }
  const report = await stack.run('norename', DOCUMENT)
  stack.platform().faults = {}
  expect(report).toMatchObject({ outcome: 'succeeded', target: { version: 'v1-r2' } })
  expect(report.definitions.map(({ name }) => name).toSorted()).toEqual([
    'listBeds_Response_200',
    NAME,
    'putBed_Request',
  ])
})
