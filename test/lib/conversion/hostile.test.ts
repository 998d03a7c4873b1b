import { expect, test } from 'vitest'
import { makePlan } from '../../../lib/conversion/make-plan.ts'
import type { Plan } from '../../../lib/conversion/plan.ts'
import { platformSchemas } from '../../contract/platform-schemas.ts'
import { createViolations } from '../../contract/violations.ts'

/** Documents that are small and make a careless reader work without end: each test would run into its time limit. */

const violations = createViolations(platformSchemas('own'))
const LEVELS = 12
const schema = (name: string | number): { $ref: string } => ({ $ref: `#/components/schemas/${name}` })
const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))

/** One operation whose query parameter and response have the schema `0`. */
const documentOf = (schemas: Record<string, unknown>): unknown => ({
  openapi: '3.1.0',
  paths: {
    '/a': {
      get: {
        parameters: [{ name: 'q', in: 'query', schema: schema(0) }],
        responses: { 200: { description: '', content: { 'application/json': { schema: schema(0) } } } },
      },
    },
  },
  components: { schemas },
})

const planned = (schemas: Record<string, unknown>): Plan => {
  const result = makePlan(new Map([['', documentOf(schemas)]]), '')
  if (!result.ok) throw new Error(result.problem.message)
  return result.plan
}

test.each(['allOf', 'anyOf', 'oneOf'])('%s with many paths to the same schemas', keyword => {
  const levels = many(LEVELS, level => [level, { [keyword]: many(20, () => schema(level + 1)) }] as const)
  const plan = planned({ ...Object.fromEntries(levels), [LEVELS]: { type: 'integer', enum: many(500, i => i) } })
  expect(plan.definitions).toHaveLength(LEVELS + 1)
  expect(plan.actions[0]?.payload?.parameters).toMatchObject([{ type: 'integer' }])
  expect(violations(plan)).toEqual([])
})

test.each(['allOf', 'anyOf', 'oneOf', 'items'])('%s in a long chain', keyword => {
  const size = 5_000
  const inner = (i: number) => (keyword === 'items' ? schema(i) : [schema(i)])
  const schemas = { ...many(size, i => ({ [keyword]: inner(i + 1) })), [size]: { type: 'integer', enum: 1 } }
  const parameters = [0, size - 100, size].map(i => ({ name: `q${i}`, in: 'query', schema: schema(i) }))
  const responses = { 200: { description: '' } }
  const paths = { '/a': { get: { parameters, responses } }, '/b': { get: { parameters: parameters.toReversed() } } }
  const result = makePlan(new Map([['', { openapi: '3.1.0', paths, components: { schemas } }]]), '')
  if (!result.ok) throw new Error(result.problem.message)
  const types = result.plan.actions.map(({ payload }) => payload?.parameters.map(({ type }) => type))
  const type = keyword === 'items' ? 'string' : 'integer'
  expect(types).toEqual([
    [type, type, 'integer'],
    ['integer', type, type],
  ])
  const bad = { code: 'keyword-malformed', pointer: `#/components/schemas/${size}/enum` }
  expect(result.plan.diagnostics).toMatchObject([bad])
})

test.each(['anyOf', 'items'])('%s with a different limit at each of many levels and paths', keyword => {
  const member = (level: number, i: number) => {
    const inner = { maxLength: i + 1, maxItems: level + 1, anyOf: [schema(level + 1), { minLength: i }] }
    return keyword === 'items' ? { type: 'array', items: inner } : inner
  }
  const levels = many(LEVELS, level => [level, { anyOf: many(20, i => member(level, i)) }] as const)
  const plan = planned({ ...Object.fromEntries(levels), [LEVELS]: { type: 'integer', maximum: 9 } })
  expect((plan.actions[0]?.payload?.description ?? '').length).toBeLessThan(3_000)
  expect(plan.actions[0]?.problems.map(({ code }) => code)).toContain('parameter-reduced')
})

test('a long chain of alternatives with a value each', () => {
  const size = 5_000
  const plan = planned({ ...many(size, i => ({ anyOf: [{ enum: [i] }, schema(i + 1)] })), [size]: { type: 'integer' } })
  expect(plan.actions[0]?.payload?.parameters).toMatchObject([{ type: 'integer' }])
})

test('a long chain of circular schemas', () => {
  const size = 5_000
  const chain = many(size, i => ({ allOf: [schema((i + 1) % size)], ...(i === 7 && { type: 'integer' }) }))
  const schemas = { ...chain }
  const parameters = [0, 7, 8].map(i => ({ name: `q${i}`, in: 'query', schema: schema(i) }))
  const document = { openapi: '3.1.0', paths: { '/a': { get: { parameters } } }, components: { schemas } }
  const result = makePlan(new Map([['', document]]), '')
  if (!result.ok) throw new Error(result.problem.message)
  expect(result.plan.actions[0]?.payload?.parameters.map(({ type }) => type)).toEqual(many(3, () => 'integer'))
})

test('schemas that all contain each other', () => {
  const size = 60
  const names = many(size, i => i)
  const plan = planned(Object.fromEntries(names.map(name => [name, { anyOf: names.map(schema) }])))
  expect([plan.definitions.length, plan.requests]).toEqual([size, [size]])
  expect(violations(plan)).toEqual([])
})

test('a chain of 2,000 references', () => {
  const size = 2_000
  const plan = planned(Object.fromEntries(many(size, i => [i, i + 1 < size ? schema(i + 1) : { type: 'integer' }])))
  const problems = [...plan.actions, ...plan.definitions].flatMap(({ problems }) => problems.map(({ code }) => code))
  expect(problems).toEqual([])
  expect(violations(plan)).toEqual([])
})

test('a chain of 20,000 schemas', () => {
  const size = 20_000
  const chain = many(size, i => [i, { type: 'object', properties: { next: schema((i + 1) % size) } }] as const)
  const plan = planned(Object.fromEntries(chain))
  expect([plan.definitions.length, plan.requests]).toEqual([size, [size]])
})

test('two long arrays of allowed values', () => {
  const size = 50_000
  const plan = planned({ 0: { allOf: [{ enum: many(size, i => i) }, { enum: many(size, i => i + 1) }] } })
  expect(plan.actions[0]?.payload?.parameters).toMatchObject([{ type: 'integer' }])
  expect(plan.actions[0]?.payload?.description?.length).toBeLessThan(1_500)
})

test('a regular expression that backtracks forever is copied, never run', () => {
  const pattern = '^(a+)+$'
  const plan = planned({ 0: { type: 'string', pattern, default: `${'a'.repeat(50)}!` } })
  expect(JSON.parse(plan.definitions[0]?.content ?? '')).toMatchObject({ pattern })
})

test('many operations that share many callbacks are refused', () => {
  const callback = Object.fromEntries(many(5_000, i => [`{$request.body#/${i}}`, { post: { responses: {} } }]))
  const callbacks = { $ref: '#/components/x-shared' }
  const paths = Object.fromEntries(many(5_000, i => [`/${i}`, { get: { callbacks, responses: {} } }]))
  const document = { openapi: '3.1.0', paths, components: { 'x-shared': { a: callback } } }
  expect(makePlan(new Map([['', document]]), '')).toMatchObject({ ok: false, problem: { code: 'too-many-operations' } })
})

test('many callbacks that share one large operation', () => {
  const description = 'x'.repeat(500_000)
  const parameters = many(200, i => ({ name: `q${i}`, in: 'query', description, schema: { type: 'string' } }))
  const callbacks = Object.fromEntries(many(2_000, i => [`a${i}`, { $ref: '#/components/callbacks/Any' }]))
  const Any = { '{$request.body#/url}': { post: { parameters: parameters.slice(0, 1), responses: {} } } }
  const paths = { '/a': { get: { parameters, callbacks, responses: {} } } }
  const result = makePlan(new Map([['', { openapi: '3.1.0', paths, components: { callbacks: { Any } } }]]), '')
  expect(result).toMatchObject({ ok: true, plan: { triggers: { length: 2_000 } } })
})

test('a webhook that is called like the place of a callback', () => {
  const event = (summary: string) => ({ post: { operationId: 'same', summary, responses: {} } })
  const paths = { '/a': { get: { callbacks: { k: { e: event('1') } }, responses: {} } } }
  const webhooks = { 'GET /a k e': event('2'), 'GET /a': event('3') }
  const result = makePlan(new Map([['', { openapi: '3.1.0', paths, webhooks }]]), '')
  if (!result.ok) throw new Error(result.problem.message)
  expect(new Set(result.plan.triggers.map(({ name }) => name)).size).toBe(3)
})
