import { expect, test } from 'vitest'
import { makePlan } from '../../../lib/conversion/make-plan.ts'
import { DEFAULT_LIMITS } from '../../../lib/openapi/parse/limits.ts'

/** Documents that are small, and have references that repeat one part of them in thousands of operations. */

const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']
const query = (schema: unknown) => (i: number) => ({ name: `q${i}`, in: 'query', schema })

/** Every path is the same path item. */
const shared = (paths: number, pathItem: Record<string, unknown>): unknown => ({
  openapi: '3.1.0',
  paths: Object.fromEntries(many(paths, i => [`/p${i}`, { $ref: '#/components/pathItems/P' }])),
  components: { pathItems: { P: pathItem } },
})
/** A tenth of the default, so that a tenth of the operations reaches it. */
const TENTH = { ...DEFAULT_LIMITS, nodes: DEFAULT_LIMITS.nodes / 10 }
const plan = (document: unknown, limits = DEFAULT_LIMITS) => makePlan(new Map([['', document]]), '', { limits })

test('parameters that all operations share are counted for each', () => {
  const operations = Object.fromEntries(METHODS.map(method => [method, {}]))
  const pathItem = { parameters: many(1_000, query({ type: 'string' })), ...operations }
  expect(plan(shared(600, pathItem), TENTH)).toMatchObject({
    ok: false,
    problem: { code: 'too-many-values', pointer: '#/paths' },
  })
})

/** A query string that is one schema, which all operations share. */
const queryString = (fields: number, operations: number): unknown => {
  const properties = Object.fromEntries(many(fields, i => [`field${i}`, { enum: many(20, j => `value ${i} ${j}`) }]))
  const content = { 'application/x-www-form-urlencoded': { schema: { $ref: '#/components/schemas/Q' } } }
  const get = { parameters: [{ name: 'q', in: 'querystring', content }] }
  const paths = Object.fromEntries(many(operations, i => [`/p${i}`, { get }]))
  return { openapi: '3.2.0', paths, components: { schemas: { Q: { properties, required: ['field0'] } } } }
}

test('parameters of a query string are counted for each operation', () => {
  expect(plan(queryString(1_000, 60), TENTH)).toMatchObject({
    ok: false,
    problem: { code: 'too-many-values', pointer: '#/paths' },
  })
})

test('a query string that all operations share is read once', () => {
  const planned = plan(queryString(1_000, 40), TENTH)
  if (!planned.ok) throw new Error(planned.problem.message)
  const { payload } = planned.plan.actions.at(-1) ?? {}
  expect(payload?.parameters).toHaveLength(1_000)
  expect(payload?.description).toMatch(/^- `field0` \(query\): Allowed: `value 0 0`, .*`value 0 19`\.$/m)
})

test('a body that all operations share is counted for each', () => {
  const properties = Object.fromEntries(many(1_000, i => [`property${i}`, { type: 'string' }]))
  const body = { content: { 'application/json': { schema: { properties } } } }
  const limits = { ...DEFAULT_LIMITS, totalBytes: 1_000_000 }
  expect(plan(shared(100, { post: { requestBody: body } }), limits)).toMatchObject({
    ok: false,
    problem: { code: 'too-large', pointer: '#' },
  })
})

/** A text of a megabyte that is longer than it looks. */
const long = (start: string): string => `${start} ${'many  words '.repeat(90_000)}`

test('strings that all operations share are read only up to the limit', () => {
  const P = { ...query({ type: 'string', format: long('format') })(0), description: long('note') }
  const B = { description: long('body'), content: { 'text/plain': {} } }
  const components = { parameters: { P }, requestBodies: { B } }
  const post = {
    summary: long('summary'),
    parameters: [{ $ref: '#/components/parameters/P' }],
    requestBody: { $ref: '#/components/requestBodies/B' },
  }
  const paths = Object.fromEntries(many(1_000, i => [`/p${i}`, { post }]))
  const planned = plan({ openapi: '3.1.0', paths, components })
  if (!planned.ok) throw new Error(planned.problem.message)
  const { payload } = planned.plan.actions.at(-1) ?? {}
  expect(payload?.summary).toMatch(/^summary many words many .*…$/)
  expect(payload?.description).toMatch(/^\*\*Body:\*\* body many words .*…$/m)
  const { message } = planned.plan.diagnostics.find(({ code }) => code === 'text-shortened') ?? {}
  expect(message).toContain(`The summary has ${long('summary').length} characters; shortened to 300. At 1000 places: `)
})

test('schemas that many parameters refer to are visited once', () => {
  const schemas = {
    Long: { enum: many(100_000, i => `value ${i}`) },
    Wide: { anyOf: many(3_000, i => ({ $ref: `#/components/schemas/${i}` })) },
    ...many(3_000, i => ({ enum: [i, i + 1] })),
  }
  const parameters = (): unknown[] => [
    query({ anyOf: [{ $ref: '#/components/schemas/Long' }] })(0),
    query({ $ref: '#/components/schemas/Wide' })(1),
    query({ oneOf: [{ $ref: '#/components/schemas/Wide' }, { type: 'null' }] })(2),
  ]
  const paths = Object.fromEntries(many(1_000, i => [`/p${i}`, { get: { parameters: parameters() } }]))
  const planned = plan({ openapi: '3.1.0', paths, components: { schemas } })
  if (!planned.ok) throw new Error(planned.problem.message)
  expect(planned.plan.actions.at(-1)?.payload?.parameters.map(({ type }) => type)).toEqual([
    'string',
    'integer',
    'integer',
  ])
})

test('diagnostics past a limit are counted with the gravest severity', () => {
  const bad = many(1_200, query({ type: 'integer', default: 'x' }))
  const planned = plan(shared(1, { parameters: bad, get: {} }))
  if (!planned.ok) throw new Error(planned.problem.message)
  const problems = planned.plan.actions[0]?.problems ?? []
  expect(problems).toHaveLength(1_001)
  expect(problems.at(-1)).toEqual({
    severity: 'warning',
    code: 'further-problems',
    message: '201 more diagnostics here are not listed.',
    pointer: '#/components/pathItems/P/get',
  })
})

test('diagnostics of all operations together have a limit', () => {
  const bad = many(300, query({ type: 'integer', default: 'x' }))
  const planned = plan(shared(1_000, { parameters: bad, get: {} }))
  if (!planned.ok) throw new Error(planned.problem.message)
  const problems = planned.plan.actions.flatMap(action => action.problems)
  expect(problems.length).toBeLessThanOrEqual(200_000 + 1_000)
  expect(planned.plan.actions.at(-1)?.problems).toMatchObject([{ code: 'further-problems' }])
})

test('a pointer may have a key of any length', () => {
  const path = many(20_000, i => `/{p${i}}`).join('')
  const planned = plan({ openapi: '3.1.0', paths: { [path]: { get: {} } } })
  if (!planned.ok) throw new Error(planned.problem.message)
  const [action] = planned.plan.actions
  expect(action?.payload?.parameters).toHaveLength(20_000)
  expect(action?.problems[0]?.pointer).toMatch(/^#\/paths\/~1\{p0\}~1\{p1\}.{900,1500}…\/get$/)
  expect(JSON.stringify(planned.plan).length).toBeLessThan(10_000_000)
})
