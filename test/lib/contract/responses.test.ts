import * as v from 'valibot'
import { expect, test } from 'vitest'
import * as contract from '../../../lib/contract/responses.ts'

test('what is not read is kept', () => {
  const action = { id: '1', name: 'a', method: 'GET', responses: [{ id: '2', odd: true }] }
  expect(v.parse(contract.Action, action)).toEqual(action)
})

test.each([
  { name: 'an action without id', schema: contract.Action, given: { name: 'a' } },
  { name: 'an action with a number for its name', schema: contract.Action, given: { id: '1', name: 1 } },
  { name: 'a definition without url', schema: contract.Definition, given: { id: '1', name: 'd' } },
  { name: 'a definition with an empty id', schema: contract.Definition, given: { id: '', name: 'd', url: 'x' } },
  { name: 'a page with one bad item', schema: contract.ActionPage, given: { actions: [{ id: '1', name: 'a' }, {}] } },
  { name: 'a list for an object', schema: contract.Connector, given: [] },
  { name: 'an object without its list', schema: contract.ActionPage, given: {} },
  { name: 'a bare list of actions', schema: contract.ActionPage, given: [{ id: '1', name: 'a' }] },
  { name: 'a list for a schema', schema: contract.JsonSchema, given: [] },
  { name: 'a text for a schema', schema: contract.JsonSchema, given: 'true' },
])('$name is refused', ({ schema, given }) => {
  expect(v.safeParse(schema, given).success).toBe(false)
})

test.each([
  {
    name: 'no actions',
    schema: contract.ActionPage,
    given: { totalCount: 0, actions: null },
    want: { totalCount: 0, actions: [] },
  },
  { name: 'no definitions', schema: contract.Definitions, given: { definitions: null }, want: { definitions: [] } },
  {
    name: 'not validated',
    schema: contract.Action,
    given: { id: '1', name: 'a', errors: null },
    want: { id: '1', name: 'a', errors: null },
  },
  {
    name: 'an unknown severity',
    schema: contract.ActionProblem,
    given: { message: 'm', severity: 'fatal' },
    want: { field: '', message: 'm', severity: 'error' },
  },
  { name: 'no content', schema: contract.NoContent, given: undefined, want: undefined },
])('$name is understood', ({ schema, given, want }) => {
  expect(v.parse(schema as v.GenericSchema, given)).toEqual(want)
})
