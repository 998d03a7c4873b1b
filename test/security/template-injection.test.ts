import { expect, test } from 'vitest'
import { makePlan } from '../../lib/conversion/make-plan.ts'

/** Template that the platform would replace with a secret of the person who runs the action. */
const LIVE = '{{ connection.secret }}'

const hostile = {
  openapi: '3.1.0',
  info: { title: LIVE, version: LIVE },
  servers: [{ url: `https://api.example.com/${LIVE}` }],
  tags: [{ name: LIVE }],
  paths: {
    [`/a/${LIVE}/{id}/{${LIVE}}`]: {
      post: {
        operationId: LIVE,
        summary: LIVE,
        description: LIVE,
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string', default: LIVE } },
          { name: LIVE, in: 'query', schema: { type: 'string', enum: [LIVE] } },
          { name: 'only', in: 'query', required: true, schema: { type: 'string', const: `Bearer ${LIVE}` } },
          { name: 'X-List', in: 'header', schema: { type: 'array', items: { type: 'string' }, default: [LIVE, 'b'] } },
          { name: 'referred', in: 'cookie', schema: { $ref: '#/components/schemas/Live' } },
        ],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Live' } } } },
        responses: { 200: { description: LIVE } },
      },
    },
    [`/b?key=${LIVE}`]: { get: { responses: {} } },
  },
  components: { schemas: { Live: { type: 'string', default: LIVE, description: LIVE } } },
}

const planned = () => {
  const made = makePlan(new Map([['', hostile]]), '', { baseUrl: 'https://api.example.com' })
  if (!made.ok) expect.fail(made.problem.message)
  return made.plan.actions
}

test('no default of a document is a live template', () => {
  const defaults = planned().flatMap(({ payload }) => payload?.parameters.map(parameter => parameter.default) ?? [])
  expect(defaults.filter(value => String(value).includes('{{'))).toEqual([])
  const dropped = planned().flatMap(({ problems }) => problems.filter(({ code }) => code === 'default-template'))
  expect(dropped.length).toBeGreaterThanOrEqual(4)
})

test('a path has no template but the placeholders of its own parameters', () => {
  for (const { payload } of planned()) {
    const templates = [...(payload?.path ?? '').matchAll(/\{\{(.*?)\}\}/g)].map(([, inside]) => inside?.trim())
    const own = payload?.parameters.flatMap(({ in: location, name }) => (location === 'path' ? [`param.${name}`] : []))
    expect(own).toEqual(expect.arrayContaining(templates))
    expect(payload?.path.replaceAll(/\{\{ param\.[^{}|'"\s]+ \}\}/g, '')).not.toMatch(/[{}]/)
  }
})

test('names contain no templates', () => {
  const names = planned().flatMap(({ name, payload }) => [
    name,
    ...(payload?.parameters.flatMap(({ in: location, name }) => (location === 'path' ? [name] : [])) ?? []),
  ])
  expect(names.filter(name => /[{}]/.test(name))).toEqual([])
})
