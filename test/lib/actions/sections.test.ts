import { expect, test } from 'vitest'
import { makePlan } from '../../../lib/actions/make-plan.ts'
import { sectionElsewhere, sharedSections } from '../../../lib/actions/sections.ts'
import { pointerOf } from '../../../lib/openapi/place.ts'
import { createResolver } from '../../../lib/openapi/reference.ts'

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
  { name: 'in the root', definitions: {}, want: undefined },
  { name: 'in another part of the root', definitions: { $ref: '#/paths' }, want: undefined },
  { name: 'in another file', definitions: { $ref: 'parts.json#/named' }, want: 'parts.json#/named' },
  { name: 'nowhere', definitions: { $ref: 'gone.json' }, want: undefined },
  { name: 'no mapping', definitions: { $ref: 'parts.json#/named/Pet/type' }, want: undefined },
])('a section that is $name', ({ definitions, want }) => {
  const resolver = createResolver(documentOf({ definitions }), 50)
  const found = sectionElsewhere(resolver, 'api.json', 'definitions')
  expect(found && pointerOf(found.at)).toBe(want)
})

test('sections of bodies and responses that stand in other files', () => {
  const resolver = createResolver(documentOf({ responses: { $ref: 'parts.json#/told' }, parameters: {} }), 50)
  expect([...sharedSections(resolver, 'api.json')]).toEqual(['parts.json#/told'])
})
