import { expect, test } from 'vitest'
import { makePlan } from '../../../../lib/conversion/make-plan.ts'
import { root } from '../../../../lib/json/location.ts'
import { createParameterSharing } from '../../../../lib/openapi/objects/alike-parameters.ts'
import type { Context } from '../../../../lib/openapi/objects/context.ts'
import type { Parameter } from '../../../../lib/openapi/objects/model.ts'
import { type ReadParameter, readParameter } from '../../../../lib/openapi/objects/parameter.ts'
import { createResolver } from '../../../../lib/openapi/references/resolver.ts'

const DOCUMENT = {}
const context = (): Context => ({
  dialect: '3.0',
  resolver: createResolver(new Map([['', DOCUMENT]])),
  document: { value: DOCUMENT, at: root('') },
  problems: [],
  omissions: new Map(),
})

/** Reads parameters, each at a location of its own. */
const readAll = (values: readonly object[]): { parameters: (Parameter | undefined)[]; reads: number } => {
  let reads = 0
  const counted: ReadParameter = (...given) => {
    reads++
    return readParameter(...given)
  }
  const read = createParameterSharing()(counted)
  const parameters = values.map((value, i) => read(context(), { value: { ...value }, at: root(`${i}`) }))
  return { parameters, reads }
}

const PLAIN = { name: 'limit', in: 'query', schema: { type: 'integer' } }

test.each([
  { what: 'equal content', values: [PLAIN, PLAIN], reads: 1 },
  { what: 'other content', values: [PLAIN, { ...PLAIN, required: true }], reads: 2 },
  { what: 'a reference, which depends on its place', value: { ...PLAIN, schema: { $ref: '#/x' } } },
  { what: 'a value that JSON can write as null', value: { ...PLAIN, example: Number.NaN } },
  { what: 'a media type', value: { name: 'a', in: 'query', content: { 'text/plain': { schema: {} } } } },
  { what: 'an unknown field, which is reported in each place', value: { ...PLAIN, shema: {} }, reads: 3 },
  { what: 'a long description', value: { ...PLAIN, description: 'a'.repeat(5_000) } },
])('sharing parameters: $what', ({ value = PLAIN, values = [value, value], reads = 2 }) => {
  expect(readAll(values).reads).toBe(reads)
})

test('parameters of equal content have locations of their own', () => {
  const { parameters } = readAll([PLAIN, PLAIN])
  expect(parameters.map(parameter => parameter?.at.file)).toEqual(['0', '1'])
  expect(parameters.map(parameter => parameter?.schema?.at.file)).toEqual(['0', '1'])
  expect(parameters[1]?.alike).toBe(parameters[0]?.alike)
})

test('nothing is kept of a document that repeats few parameters', () => {
  const different = Array.from({ length: 200 }, (_, i) => ({ ...PLAIN, name: `limit${i}` }))
  expect(readAll([...different, PLAIN, PLAIN, PLAIN]).reads).toBe(203)
})

const planOf = (paths: object) => {
  const document = { openapi: '3.0.0', info: { title: 'T', version: '1' }, paths }
  const planned = makePlan(new Map([['', document]]), '')
  if (!planned.ok) throw new Error(planned.problem.message)
  return planned.plan.actions
}
const get = (...parameters: object[]) => ({ get: { parameters, responses: { 200: { description: 'OK' } } } })
const noteOf = (action: ReturnType<typeof planOf>[number] | undefined): string | undefined =>
  action?.payload?.description?.split('\n').find(line => line.startsWith('- '))

test('a value that one path sets does not change the other actions', () => {
  const state = { name: 'state', in: 'query', description: 'State', schema: { type: 'string', maxLength: 9 } }
  const [first, fixed, last] = planOf({ '/a': get(state), '/b?state=open': get(state), '/c': get(state) })
  expect(first?.payload?.parameters).toEqual([{ name: 'state', in: 'query', required: false, type: 'string' }])
  expect(fixed?.payload?.parameters).toMatchObject([{ required: true, default: 'open' }])
  expect(last?.payload?.parameters).toEqual(first?.payload?.parameters)
  expect(noteOf(last)).toBe(noteOf(first))
})

test('a path parameter gets the name of its own path', () => {
  const id = { name: 'user-id', in: 'path', required: true, schema: { type: 'string' } }
  const other = { name: 'user_id', in: 'path', required: true, schema: { type: 'string' } }
  const actions = planOf({ '/a/{user-id}': get(id), '/b/{user-id}/{user_id}': get(id, other), '/c/{user-id}': get(id) })
  expect(actions.map(({ payload }) => payload?.parameters.map(({ name }) => name))).toEqual([
    ['user_id'],
    [expect.stringMatching(/^user_id_\w+$/), 'user_id'],
    ['user_id'],
  ])
})

test.each([
  { what: 'the parameter', fields: { allowReserved: true }, inside: '' },
  { what: 'its schema', fields: { schema: { type: 'string', maxLength: 'x' } }, inside: '/schema/maxLength' },
  { what: 'its note', fields: { description: 'a'.repeat(1_001) }, inside: '' },
])('a diagnostic of $what names each place of a repeated parameter', ({ fields, inside }) => {
  const bad = { name: 'q', in: 'query', schema: { type: 'string' }, ...fields }
  const actions = planOf({ '/a': get(bad), '/b': get(PLAIN, bad), '/c': get(bad) })
  expect(actions.map(({ problems }) => problems.map(({ pointer }) => pointer))).toEqual(
    ['~1a/get/parameters/0', '~1b/get/parameters/1', '~1c/get/parameters/0'].map(place => [
      `#/paths/${place}${inside}`,
    ]),
  )
  expect(new Set(actions.map(({ problems: [problem] }) => problem?.message)).size).toBe(1)
})
