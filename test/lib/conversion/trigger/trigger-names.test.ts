import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NO_FILTER } from '../../../../lib/conversion/filter.ts'
import { makePlan, type PlanOptions } from '../../../../lib/conversion/make-plan.ts'
import type { Plan } from '../../../../lib/conversion/plan.ts'

const planOf = (document: object, options: PlanOptions = {}): Plan => {
  const planned = makePlan(new Map([['a.json', { openapi: '3.1.0', info: {}, ...document }]]), 'a.json', options)
  if (!planned.ok) throw new Error(planned.problem.message)
  return planned.plan
}

const event = (summary: string) => ({
  post: {
    summary,
    requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
    responses: { 200: { description: 'fine' } },
  },
})

const namesOf = ({ triggers, definitions }: Plan) => ({
  triggers: Object.fromEntries(triggers.map(({ name, path }) => [path, name])),
  definitions: definitions.map(({ name }) => name).sort(),
})

test('names do not depend on the order of events', () => {
  const webhooks = Object.entries({
    a: event('1'),
    'a ': event('2'),
    'a.b': event('3'),
    a_b: event('4'),
    c: event('5'),
  })
  const expected = namesOf(planOf({ webhooks: Object.fromEntries(webhooks) }))
  expect(new Set(Object.values(expected.triggers)).size).toBe(webhooks.length)
  fc.assert(
    fc.property(fc.shuffledSubarray(webhooks, { minLength: webhooks.length }), shuffled => {
      expect(namesOf(planOf({ webhooks: Object.fromEntries(shuffled) }))).toEqual(expected)
    }),
    { seed: 27, numRuns: 30 },
  )
})

test('an event with a name of its own changes no other name', () => {
  const before = planOf({ webhooks: { a: event('1'), b: event('2') } })
  const after = planOf({ webhooks: { a: event('1'), c: event('3'), b: event('2') } })
  expect(namesOf(after).triggers).toMatchObject(namesOf(before).triggers)
})

test('filters change no name', () => {
  const callbacks = { a: { '{$request.body#/url}': event('2') } }
  const document = {
    webhooks: { a: event('1'), b: event('3') },
    paths: { '/a': { post: { operationId: 'a', tags: ['x'], callbacks, responses: {} } } },
  }
  const all = namesOf(planOf(document)).triggers
  for (const options of [
    { filter: { ...NO_FILTER, includeTag: ['x'] } },
    { filter: { ...NO_FILTER, excludeTag: ['x'] } },
    { triggers: 'webhooks' },
    { triggers: 'none' },
  ] as const)
    expect(namesOf(planOf(document, options)).triggers).toEqual(all)
})

test('a trigger and an action of one name have definitions of their own', () => {
  const action = (operationId: string) => ({ post: { operationId, ...event('').post } })
  const { actions, triggers, definitions } = planOf({
    paths: { '/a': action('a'), '/b': action('a_Trigger') },
    webhooks: { a: event('1') },
  })
  const linked = [...actions, ...triggers].map(({ payload }) => payload?.requestBody?.definitions[0]?.definition.name)
  expect(linked.slice(0, 2)).toEqual(['a_Request', 'a_Trigger_Request'])
  expect(linked[2]).toMatch(/^a_Trigger_[0-9a-f]{8}_Request$/)
  expect(definitions).toHaveLength(3)
})

test('a trigger has no path', () => {
  const { triggers } = planOf({ webhooks: { a: event('1') } })
  expect(triggers[0]?.payload).not.toHaveProperty('path')
})

test('callbacks of one component with different keys are different events', () => {
  const callback = { $ref: '#/components/callbacks/Any' }
  const operation = (operationId: string, key: string) => ({
    post: { operationId, callbacks: { [key]: callback }, responses: {} },
  })
  const components = { callbacks: { Any: { '{$request.body#/url}': event('1') } } }
  const paths = { '/a': operation('a', 'made'), '/b': operation('b', 'gone'), '/c': operation('c', 'made') }
  const names = planOf({ paths, components }).triggers.map(({ name, path }) => [name, path])
  expect(names).toEqual([
    ['made', 'POST /a made {$request.body#/url}'],
    ['gone', 'POST /b gone {$request.body#/url}'],
  ])
})
