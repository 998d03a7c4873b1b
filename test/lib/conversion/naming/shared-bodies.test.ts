import { expect, test } from 'vitest'
import { makePlan } from '../../../../lib/conversion/make-plan.ts'
import { readSharedBodies } from '../../../../lib/conversion/naming/shared-bodies.ts'
import { root } from '../../../../lib/json/location.ts'
import { createResolver } from '../../../../lib/openapi/references/resolver.ts'

const OBJECT = { type: 'object' }

/** A 2.0 document whose definitions and shared responses stand in `parts.json`, under `sections`. */
const documentOf = (sections: Record<string, unknown>): Map<string, unknown> =>
  new Map<string, unknown>([
    [
      'api.json',
      {
        swagger: '2.0',
        produces: ['application/json'],
        paths: {
          '/a': {
            get: {
              responses: {
                200: { description: 'fine', schema: { $ref: '#/definitions/Pet' } },
                404: { $ref: '#/responses/Missing' },
              },
            },
          },
        },
        ...sections,
      },
    ],
    ['parts.json', { named: { Pet: OBJECT }, told: { Missing: { description: 'gone', schema: OBJECT } } }],
    // Asks for the same name, which is the root's.
    ['Pet.json', OBJECT],
  ])

test.each([
  {
    name: 'in the root',
    sections: { definitions: { Pet: OBJECT }, responses: { Missing: { description: 'gone', schema: OBJECT } } },
  },
  {
    name: 'in another file',
    sections: { definitions: { $ref: 'parts.json#/named' }, responses: { $ref: 'parts.json#/told' } },
  },
])('what the root names $name has that name', ({ sections }) => {
  const planned = makePlan(documentOf(sections), 'api.json')
  if (!planned.ok) expect.fail(planned.problem.message)
  expect(planned.plan.definitions.map(({ name }) => name)).toEqual(['Missing_Response', 'Pet'])
})

test.each([
  { name: 'in the root', responses: {}, want: [] },
  { name: 'in another part of the root', responses: { $ref: '#/paths' }, want: [] },
  {
    name: 'in another file',
    responses: { $ref: 'parts.json#/told' },
    want: [['Response parts.json#/told/Missing', 'Missing']],
  },
  {
    name: 'each in another file',
    responses: { Gone: { $ref: 'parts.json#/told/Missing' } },
    want: [['Response parts.json#/told/Missing', 'Gone']],
  },
  { name: 'nowhere', responses: { $ref: 'gone.json' }, want: [] },
])('shared responses that are $name', ({ responses, want }) => {
  const files = documentOf({ responses, parameters: {} })
  const document = { value: files.get('api.json'), at: root('api.json') }
  expect([...readSharedBodies(document, createResolver(files), []).names]).toEqual(want)
})
