import { expect, test } from 'vitest'
import type { ActionCreate, ByName } from '../../../../lib/contract/requests.ts'
import { fingerprintPlanned, fingerprintResource } from '../../../../lib/reconcile/compare/fingerprint.ts'
import {
  DEFAULT_POLICY,
  type PlatformState,
  type Policy,
  type StoredResource,
} from '../../../../lib/reconcile/compare/platform-state.ts'
import { decide } from '../../../../lib/reconcile/decide/decide-changes.ts'
import { EMPTY_LEDGER, type Ledger } from '../../../../lib/reconcile/ledger/ledger.ts'
import { plan, plannedAction, plannedDefinition } from '../../report/fixtures.ts'

const payload = (summary: string): ActionCreate<ByName> => ({
  type: 'http',
  name: 'a',
  summary,
  method: 'GET',
  path: '/a',
  parameters: [],
  responses: [{ definitions: [] }],
})

/** Ledger entry of the last import. */
const ledgerOf = (applied: string, stored = applied): Ledger => ({
  ...EMPTY_LEDGER,
  actions: new Map([
    [
      'a',
      {
        applied: fingerprintResource(payload(applied)),
        stored: fingerprintResource(payload(stored)),
        method: 'GET',
        path: '/a',
      },
    ],
  ]),
})

const platformOf = (summary: string | undefined): PlatformState => ({
  actions: new Map(summary === undefined ? [] : [['a', { id: '01A', ...payload(summary) }]]),
  triggers: new Map(),
  definitions: new Map(),
})

/** Summaries of the action: last applied (`ledger`), planned (`document`), and stored (`platform`). */
const table: readonly {
  readonly when: string
  readonly ledger?: Ledger
  readonly document: string
  readonly platform?: string
  readonly policy?: Partial<Policy>
  readonly want: object
}[] = [
  { when: 'nothing exists', document: 'x', want: { change: 'create' } },
  {
    when: 'it was applied and deleted by hand',
    ledger: ledgerOf('x'),
    document: 'x',
    want: { change: 'create' },
  },
  {
    when: 'all agree',
    ledger: ledgerOf('x'),
    document: 'x',
    platform: 'x',
    want: { change: 'unchanged', id: '01A' },
  },
  {
    when: 'the document has changed',
    ledger: ledgerOf('x'),
    document: 'y',
    platform: 'x',
    want: { change: 'update', id: '01A', diff: [{ field: '/summary', before: 'x', after: 'y' }] },
  },
  {
    when: 'it was edited on the platform',
    ledger: ledgerOf('x'),
    document: 'x',
    platform: 'z',
    want: { change: 'keep', reason: expect.stringContaining('Edited on the platform') },
  },
  {
    when: 'it was edited on the platform, with force',
    ledger: ledgerOf('x'),
    document: 'x',
    platform: 'z',
    policy: { force: true },
    want: { change: 'update', diff: [{ field: '/summary', before: 'z', after: 'x' }] },
  },
  {
    when: 'both sides have changed it',
    ledger: ledgerOf('x'),
    document: 'y',
    platform: 'z',
    want: { change: 'keep', conflict: true, diff: [{ field: '/summary', before: 'z', after: 'y' }] },
  },
  {
    when: 'both sides have changed it to the same',
    ledger: ledgerOf('x'),
    document: 'y',
    platform: 'y',
    want: { change: 'unchanged' },
  },
  {
    when: 'the platform stores it in another form, and neither side has changed it',
    ledger: ledgerOf('x', 'X'),
    document: 'x',
    platform: 'X',
    want: { change: 'unchanged' },
  },
  {
    when: 'the platform stores it in another form, and the document has changed',
    ledger: ledgerOf('x', 'X'),
    document: 'y',
    platform: 'X',
    want: { change: 'update' },
  },
  {
    when: 'no import has created it and it is identical',
    document: 'x',
    platform: 'x',
    want: { change: 'unchanged' },
  },
  {
    when: 'no import has created it and it differs',
    document: 'x',
    platform: 'z',
    want: { change: 'keep', conflict: true },
  },
  {
    when: 'no import has created it and it differs, with force',
    document: 'x',
    platform: 'z',
    policy: { force: true },
    want: { change: 'update' },
  },
]

test.each(table)('$when', ({ ledger = EMPTY_LEDGER, document, platform, policy, want }) => {
  const planned = plan([plannedAction('a', { path: '/a', payload: payload(document) })])
  const changes = decide(planned, platformOf(platform), ledger, { ...DEFAULT_POLICY, ...policy })
  expect(changes.actions).toEqual([expect.objectContaining(want)])
})

const DEFINITION = plannedDefinition('D', { content: '{"type":"string"}' })
const definitionLedger = (content: string): Ledger => ({
  ...EMPTY_LEDGER,
  triggers: new Map(),
  definitions: new Map([['D', { applied: fingerprintPlanned({ ...DEFINITION, content }), id: '01D', references: [] }]]),
})
const storedAs = (schema: unknown): PlatformState => ({
  actions: new Map(),
  triggers: new Map(),
  definitions: new Map([
    ['D', { id: '01D', url: 'https://platform.example/01D.json', accept: ['application/json'], schema }],
  ]),
})

test.each([
  {
    when: 'the document has not changed it, its schema is not needed',
    applied: '{"type":"string"}',
    schema: undefined,
    want: 'unchanged',
  },
  { when: 'the document has changed it, it is updated', applied: '{}', schema: {}, want: 'update' },
  { when: 'both sides have changed it, it is kept', applied: '{}', schema: { type: 'number' }, want: 'keep' },
  { when: 'both sides have changed it to the same', applied: '{}', schema: { type: 'string' }, want: 'unchanged' },
])('a definition: where $when', ({ applied, schema, want }) => {
  const { definitions } = decide(plan([], [DEFINITION]), storedAs(schema), definitionLedger(applied), DEFAULT_POLICY)
  expect(definitions[0]?.change).toBe(want)
})

test('definitions that only removed actions used are removed, dependents first', () => {
  const ledger: Ledger = {
    actions: ledgerOf('x').actions,
    triggers: new Map(),
    definitions: new Map([
      ['Outer', { applied: '', id: '1', references: ['Inner'] }],
      ['Inner', { applied: '', id: '2', references: [] }],
      ['Shared', { applied: '', id: '3', references: [] }],
    ]),
  }
  const link = (name: string) => [{ definition: { id: name, name } }]
  const mine = { id: '9', name: 'mine', responses: [{ definitions: link('Shared') }] }
  const definition = (id: string) => ({ id, url: `https://p.example/${id}`, accept: [], schema: undefined })
  const platform: PlatformState = {
    actions: new Map<string, StoredResource>([...platformOf('x').actions, ['mine', mine]]),
    triggers: new Map(),
    definitions: new Map([
      ['Outer', definition('1')],
      ['Inner', definition('2')],
      ['Shared', definition('3')],
    ]),
  }
  const { removals } = decide(plan([]), platform, ledger, { ...DEFAULT_POLICY, removed: 'delete' })
  expect(removals.actions).toEqual([expect.objectContaining({ name: 'a', change: 'remove' })])
  expect(removals.definitions.map(group => group.map(({ name }) => name))).toEqual([['Outer'], ['Inner']])
})

test.each([
  { when: 'the document links others', name: 'a', edited: false, want: [['Old']] },
  { when: 'the document renames the action and links others', name: 'b', edited: false, want: [['Old']] },
  { when: 'the action was edited and is kept', name: 'a', edited: true, want: [] },
  { when: 'the action was edited and keeps its former name', name: 'b', edited: true, want: [] },
])('definitions that an action links: where $when', ({ name, edited, want }) => {
  const linking = {
    ...payload('x'),
    id: '01A',
    responses: [{ definitions: [{ definition: { id: '1', name: 'Old' } }] }],
  }
  const fingerprint = fingerprintResource(linking)
  const ledger: Ledger = {
    actions: new Map([['a', { applied: fingerprint, stored: fingerprint, method: 'GET', path: '/a' }]]),
    triggers: new Map(),
    definitions: new Map([['Old', { applied: '', id: '1', references: [] }]]),
  }
  const platform: PlatformState = {
    actions: new Map([['a', edited ? { ...linking, summary: 'By hand' } : linking]]),
    triggers: new Map(),
    definitions: new Map([['Old', { id: '1', url: 'https://p.example/1', accept: [], schema: undefined }]]),
  }
  const planned = plan([plannedAction(name, { path: '/a', payload: { ...payload('x'), name } })])
  const { removals } = decide(planned, platform, ledger, { ...DEFAULT_POLICY, removed: 'delete' })
  expect(removals.definitions.map(group => group.map(definition => definition.name))).toEqual(want)
})
