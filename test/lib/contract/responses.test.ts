import * as v from 'valibot'
import { expect, test } from 'vitest'
import * as contract from '../../../lib/contract/responses.ts'

test('unknown properties are kept', () => {
  const action = { id: '1', name: 'a', method: 'GET', responses: [{ id: '2', odd: true }] }
  expect(v.parse(contract.Action, action)).toEqual(action)
})

test.each([
  { name: 'an action without id', schema: contract.Action, given: { name: 'a' } },
  { name: 'an action with a number as its name', schema: contract.Action, given: { id: '1', name: 1 } },
  { name: 'a definition without url', schema: contract.Definition, given: { id: '1', name: 'd' } },
  { name: 'a definition with an empty id', schema: contract.Definition, given: { id: '', name: 'd', url: 'x' } },
  {
    name: 'a page with one invalid item',
    schema: contract.ResourcePages.actions,
    given: { actions: [{ id: '1', name: 'a' }, {}] },
  },
  { name: 'an array instead of an object', schema: contract.Connector, given: [] },
  { name: 'a page without its array', schema: contract.ResourcePages.actions, given: {} },
  { name: 'an array instead of a page', schema: contract.ResourcePages.actions, given: [{ id: '1', name: 'a' }] },
  { name: 'an array instead of a schema', schema: contract.JsonSchema, given: [] },
  { name: 'a string instead of a schema', schema: contract.JsonSchema, given: 'true' },
])('$name is refused', ({ schema, given }) => {
  expect(v.safeParse(schema, given).success).toBe(false)
})

test.each([
  {
    name: 'a page without actions',
    schema: contract.ResourcePages.actions,
    given: { totalCount: 0, actions: null },
    want: { totalCount: 0, items: [] },
  },
  {
    name: 'a response without definitions',
    schema: contract.Definitions,
    given: { definitions: null },
    want: { definitions: [] },
  },
  {
    name: 'an action that was not validated',
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
  { name: 'an empty response', schema: contract.NoContent, given: undefined, want: undefined },
])('$name is accepted', ({ schema, given, want }) => {
  expect(v.parse(schema as v.GenericSchema, given)).toEqual(want)
})
