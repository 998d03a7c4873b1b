import { expect, test } from 'vitest'
import type { ActionCreate, ByName } from '../../../../lib/contract/requests.ts'
import { sameResource } from '../../../../lib/reconcile/compare/comparable.ts'

const link = (name: string) => ({ definition: { name } })

const planned: ActionCreate<ByName> = {
  type: 'http',
  name: 'addPet',
  summary: 'Add a pet',
  method: 'POST',
  path: '/pets/{{ param.id }}',
  parameters: [
    { name: 'id', in: 'path', required: true, type: 'string' },
    { name: 'limit', in: 'query', required: false, type: 'integer', default: 10 },
  ],
  requestBody: { required: true, definitions: [link('Pet'), link('Pet_xml')] },
  responses: [{ definitions: [link('Problem')] }, { status: 200, definitions: [link('Pet')] }],
}

/** The platform's form: with its own ids, empty strings, order and validation results. */
const stored = {
  id: '01A',
  ...planned,
  description: '',
  parameters: planned.parameters.map(parameter => ({ ...parameter, completion: {} })),
  requestBody: {
    required: true,
    definitions: [
      { id: '02', definition: { id: '03', name: 'Pet_xml', url: 'https://x/03.json' } },
      { id: '04', definition: { id: '05', name: 'Pet', url: 'https://x/05.json' } },
    ],
  },
  responses: [
    { id: '06', status: 200, definitions: [link('Pet')] },
    { id: '07', status: null, definitions: [link('Problem')] },
  ],
  errors: [],
}

const cases: [string, unknown, boolean][] = [
  ['additions of the platform are ignored', stored, true],
  ['another summary', { ...stored, summary: 'Edited' }, false],
  ['another path', { ...stored, path: '/animals' }, false],
  ['another method', { ...stored, method: 'PUT' }, false],
  ['parameters in another order', { ...stored, parameters: stored.parameters.toReversed() }, false],
  ['one parameter less', { ...stored, parameters: stored.parameters.slice(1) }, false],
  [
    'a default of another type',
    { ...stored, parameters: [stored.parameters[0], { ...stored.parameters[1], default: '10' }] },
    false,
  ],
  ['no request body', { ...stored, requestBody: undefined }, false],
  ['a request body that is optional', { ...stored, requestBody: { ...stored.requestBody, required: false } }, false],
  [
    'another definition',
    { ...stored, responses: [stored.responses[1], { id: '06', status: 200, definitions: [link('Cat')] }] },
    false,
  ],
  ['one response more', { ...stored, responses: [...stored.responses, { status: 404, definitions: [] }] }, false],
  ['invalid-response', 'an action', false],
  ['nothing', undefined, false],
]

test.each(cases)('%s', (_, given, want) => {
  expect(sameResource(planned, given)).toBe(want)
})
