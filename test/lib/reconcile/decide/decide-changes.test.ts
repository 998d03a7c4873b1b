import { expect, test } from 'vitest'
import type { Plan, PlannedDefinition } from '../../../../lib/conversion/plan.ts'
import { fingerprintPlanned } from '../../../../lib/reconcile/compare/fingerprint.ts'
import { DEFAULT_POLICY, type PlatformState } from '../../../../lib/reconcile/compare/platform-state.ts'
import { decide } from '../../../../lib/reconcile/decide/decide-changes.ts'
import { EMPTY_LEDGER } from '../../../../lib/reconcile/ledger/ledger.ts'
import { leftOut, plan, plannedAction, plannedDefinition } from '../../report/fixtures.ts'

/** Decides without a ledger. */
const decideAnew = (planned: Plan, platform: PlatformState) => decide(planned, platform, EMPTY_LEDGER, DEFAULT_POLICY)
const EMPTY: PlatformState = { actions: new Map(), triggers: new Map(), definitions: new Map() }
const urlOf = (id: string): string => `https://platform.example/schemas/${id}.json`

const stored = (definition: PlannedDefinition, id: string, schema: unknown = JSON.parse(definition.content)) => ({
  id,
  url: urlOf(id),
  accept: definition.accept,
  schema,
})

test('on an empty platform everything is created, and skipped items have a reason', () => {
  const planned = plan([plannedAction('a'), leftOut('b', 'Deprecated.')], [plannedDefinition('D')])
  expect(decideAnew(planned, EMPTY)).toMatchObject({
    actions: [{ change: 'create' }, { change: 'skip', reason: 'Deprecated.' }],
    definitions: [{ change: 'create' }],
  })
})

test('an identical item is unchanged and keeps its id', () => {
  const planned = plan([plannedAction('a')], [plannedDefinition('D')])
  const platform: PlatformState = {
    actions: new Map([['a', { ...planned.actions[0]?.payload, id: '01A', name: 'a' }]]),
    triggers: new Map(),
    definitions: new Map(planned.definitions.map(definition => [definition.name, stored(definition, '01D')])),
  }
  expect(decideAnew(planned, platform)).toMatchObject({
    actions: [{ change: 'unchanged', id: '01A' }],
    definitions: [{ change: 'unchanged', id: '01D', url: urlOf('01D') }],
  })
})

test('a differing item is kept, with a reason', () => {
  const planned = plan([plannedAction('a')], [plannedDefinition('D')])
  const platform: PlatformState = {
    actions: new Map([['a', { ...planned.actions[0]?.payload, id: '01A', name: 'a', summary: 'Edited by hand' }]]),
    triggers: new Map(),
    definitions: new Map([['D', stored(plannedDefinition('D'), '01D', { type: 'string' })]]),
  }
  const reason = expect.stringContaining('kept')
  expect(decideAnew(planned, platform)).toMatchObject({
    actions: [{ change: 'keep', id: '01A', reason }],
    definitions: [{ change: 'keep', id: '01D', url: urlOf('01D'), reason }],
  })
})

test('references to a definition by name and by URL are equal', () => {
  const owner = plannedDefinition('Owner', {
    content: '{"properties":{"pet":{"$ref":"#/$defs/Pet"}}}',
    references: ['Pet'],
  })
  const pet = plannedDefinition('Pet')
  const change = (reference: string) => {
    const definitions = new Map([
      ['Pet', stored(pet, '01PET')],
      ['Owner', stored(owner, '01OWNER', { properties: { pet: { $ref: reference } } })],
    ])
    return decideAnew(plan([], [pet, owner]), { ...EMPTY, definitions }).definitions[1]?.change
  }
  expect(change(urlOf('01PET'))).toBe('unchanged')
  expect(change('gs://bucket/01PET.json')).toBe('unchanged')
  expect(change(urlOf('01CAT'))).toBe('keep')
})

test.each([
  { before: '{"maximum":12345678901234567890}', change: 'unchanged' },
  { before: '{"maximum":12345678901234567891}', change: 'update' },
  { before: '{"maximum":12345678901234567000}', change: 'update' },
  { before: '{"maximum":1}', change: 'update' },
])('a schema that was $before: $change, although the platform rounds its numbers', ({ before, change }) => {
  const applied = plannedDefinition('D', { content: before })
  const planned = plannedDefinition('D', { content: '{"maximum":12345678901234567890}' })
  const entry = { applied: fingerprintPlanned(applied), id: '01D', references: [] }
  const platform: PlatformState = {
    actions: new Map(),
    triggers: new Map(),
    definitions: new Map([['D', stored(applied, '01D')]]),
  }
  const ledger = { ...EMPTY_LEDGER, triggers: new Map(), definitions: new Map([['D', entry]]) }
  expect(decide(plan([], [planned]), platform, ledger, DEFAULT_POLICY)).toMatchObject({ definitions: [{ change }] })
})
