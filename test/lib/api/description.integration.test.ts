import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { CONTENT_TYPES } from '../../../lib/api/input.ts'
import description from '../../../lib/api/openapi.json' with { type: 'json' }
import { ROUTES } from '../../../lib/api/router.ts'
import { readDocument } from '../../../lib/document/read-document.ts'
import { DEFAULT_LIMITS } from '../../../lib/openapi/parse/limits.ts'
import { GivenOptions } from '../../../lib/request/import-options.ts'
import { useApi } from './support/api.ts'
import { describedAnswers } from './support/description.ts'
import { member } from './support/event.ts'

const { call } = useApi()

test('the description is served unchanged', async () => {
  expect((await call('GET /openapi.json', { as: member('org') })).body).toEqual(description)
})

test('the description has exactly the routes of the handler', () => {
  const described = Object.entries(description.paths).flatMap(([path, item]) =>
    Object.keys(item).map(method => `${method.toUpperCase()} ${path}`),
  )
  expect(described.toSorted()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).toSorted())
})

test('the description has the statuses of each route', () => {
  const own: Record<string, string[]> = {
    'POST /imports': ['202', '400', '413', '415', '422'],
    'GET /imports': ['200', '422'],
    'GET /imports/{id}': ['200', '404'],
    'POST /imports/{id}/cancel': ['202', '404', '409'],
    'GET /connectors': ['200', '422'],
    'GET /overview': ['200', '422'],
    'POST /uploads': ['200', '400', '413', '415', '422'],
    'GET /targets/{organisation}/{connector}/check': ['200', '422'],
    'GET /openapi.json': ['200'],
  }
  const want = Object.entries(own).flatMap(([route, statuses]) =>
    [...statuses, '401', '403', '500'].map(status => `${route} ${status}`),
  )
  expect(describedAnswers().toSorted()).toEqual(want.toSorted())
})

test('the description has the options and content types of the handler', () => {
  const { Options, UploadStart } = description.components.schemas
  expect(Object.keys(Options.properties).toSorted()).toEqual(Object.keys(GivenOptions.entries).toSorted())
  expect(UploadStart.properties.contentType.enum).toEqual(CONTENT_TYPES)
})

test('all schemas of the description are valid', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  for (const schema of Object.values(description.components.schemas)) expect(ajv.validateSchema(schema)).toBe(true)
})

test('the importer can read the description', async () => {
  const bytes = Buffer.from(JSON.stringify(description))
  const result = await readDocument(async () => bytes, 'openapi.json', DEFAULT_LIMITS)
  expect(result).toMatchObject({ ok: true, document: { specification: '3.1.0', problems: [] } })
})
