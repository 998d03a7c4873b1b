import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ActionCreate, ByName } from '../../../../lib/contract/requests.ts'
import type { Plan, PlannedDefinition } from '../../../../lib/conversion/plan.ts'
import { fingerprintPlanned, fingerprintResource } from '../../../../lib/reconcile/compare/fingerprint.ts'
import {
  DEFAULT_POLICY,
  type PlatformState,
  type StoredResource,
} from '../../../../lib/reconcile/compare/platform-state.ts'
import { type Changes, decide } from '../../../../lib/reconcile/decide/decide-changes.ts'
import type { Decision } from '../../../../lib/reconcile/decide/decision.ts'
import { findRenames, withFormerNames } from '../../../../lib/reconcile/decide/definition-renames.ts'
import { freshPlan } from '../../../../lib/reconcile/fresh-plan.ts'
import type { DefinitionEntry, Ledger } from '../../../../lib/reconcile/ledger/ledger.ts'
import { type Applied, type AppliedResults, nextLedger } from '../../../../lib/reconcile/next-ledger.ts'
import { planDocument } from '../../../fixtures/plan-document.ts'
import { plan, plannedAction, plannedDefinition } from '../../report/fixtures.ts'

type Names = Readonly<Record<string, string>>

/** Plan with other names of its definitions, in their contents and in the actions, too. */
const withNames = (given: Plan, names: Names): Plan => {
  const former = new Map(Object.entries(names))
  const rename = (name: string): string => former.get(name) ?? name
  const body = <Body extends { definitions: { definition: ByName }[] }>(of: Body): Body => ({
    ...of,
    definitions: of.definitions.map(({ definition }) => ({ definition: { name: rename(definition.name) } })),
  })
  const payloadOf = ({ requestBody, responses, ...rest }: ActionCreate<ByName>): ActionCreate<ByName> => ({
    ...rest,
    ...(requestBody && { requestBody: body(requestBody) }),
    responses: responses.map(body),
  })
  return {
    ...given,
    actions: given.actions.map(action => ({
      ...action,
      ...(action.payload && { payload: payloadOf(action.payload) }),
    })),
    definitions: given.definitions.map(definition => ({
      ...withFormerNames(definition, former),
      name: rename(definition.name),
      references: definition.references.map(rename),
    })),
  }
}

const urlOf = (name: string): string => `https://platform.example/id-${name}.json`

/** Schema as the platform stores it. */
const storedSchema = ({ content }: PlannedDefinition): unknown =>
  JSON.parse(content.replaceAll(/"#\/\$defs\/([\w-]+)"/g, (_, name: string) => JSON.stringify(urlOf(name))))

/** Ledger and platform after the import of a plan; without locations, as earlier versions wrote it. */
const stateAfter = (given: Plan, hasPointers: boolean): { ledger: Ledger; platform: PlatformState } => ({
  ledger: {
    actions: new Map(
      given.actions.flatMap(({ name, payload, method, path, security = [], lost }) => {
        const applied = fingerprintResource(payload)
        const facts = { method, path, security: [...security], ...(lost && { lost: [...lost.pointers] }) }
        const entry = { applied, stored: applied, ...facts }
        return payload === undefined ? [] : [[name, entry] as const]
      }),
    ),
    triggers: new Map(),
    definitions: new Map(
      given.definitions.map((definition): [string, DefinitionEntry] => {
        const { name, references, pointer, lost } = definition
        const applied = fingerprintPlanned(definition)
        const missing = lost && { lost: [...lost.pointers] }
        const entry = { applied, id: `id-${name}`, references: [...references], ...missing }
        return [name, hasPointers ? { ...entry, pointer } : entry]
      }),
    ),
  },
  platform: {
    actions: new Map(
      given.actions.flatMap(({ name, payload }): [string, StoredResource][] =>
        payload === undefined ? [] : [[name, { ...payload, id: `id-${name}` }]],
      ),
    ),
    triggers: new Map(),
    definitions: new Map(
      given.definitions.map(definition => {
        const { name, accept, description } = definition
        return [name, { id: `id-${name}`, url: urlOf(name), accept, description, schema: storedSchema(definition) }]
      }),
    ),
  },
})

const fixture = async (root: string, folder = ''): Promise<Plan> => {
  const planned = await planDocument(join(import.meta.dirname, '../../../fixtures', folder), root, {})
  if (!planned.ok) throw new Error(planned.problem.message)
  return planned.plan
}

/** Names that version 1 gave to definitions of documents, by the present names. */
const DOCUMENTS: readonly { document: string; read: () => Promise<Plan>; names: Names }[] = [
  {
    document: 'a reference into another operation',
    read: () => fixture('11-references.yaml'),
    names: { other_Request_schema: 'paths__other_post_requestBody_content_application_json_schema_70eefb26' },
  },
  {
    document: 'a definition that refers to itself',
    read: () => fixture('200-parts-of-operations.yaml'),
    names: {
      GetPetsById_Response_200_properties_own_Response_409_application_problem_json_properties_detail_b25acc50:
        'paths__pets__id__delete_responses_409_content_application_problem_json_schema_properties_detail_b25acc50',
      listPets_Response_200_schema: 'paths__pets_get_responses_200_content_application_json_schema_12345678',
    },
  },
  {
    document: 'two files with a schema of one name, and parts that are lost',
    read: () => fixture('openapi.yaml', '96-several-with-one-id'),
    names: { one_A: 'A_2d20bae2', two_A: 'A_1fd91298' },
  },
]

const CASES = DOCUMENTS.flatMap(given => [
  { ...given, ledger: 'with locations', hasPointers: true },
  { ...given, ledger: 'without locations', hasPointers: false },
])

test.each(CASES)('$document, of a ledger $ledger, renames and changes nothing else', async given => {
  const present = await given.read()
  const { ledger, platform } = stateAfter(withNames(present, given.names), given.hasPointers)
  const policy = { ...DEFAULT_POLICY, removed: 'delete' } as const
  const { actions, definitions, removals } = decide(present, platform, ledger, policy)
  const changes = Object.fromEntries(
    definitions.flatMap(({ change, renamedFrom, id, diff }, i) =>
      change === 'unchanged' ? [] : [[present.definitions[i]?.name, { change, renamedFrom, id, diff }]],
    ),
  )
  const want = Object.entries(given.names).map(([name, from]) => [
    name,
    { change: 'update', renamedFrom: from, id: `id-${from}`, diff: [{ field: '/name', before: from, after: name }] },
  ])
  expect(changes).toEqual(Object.fromEntries(want))
  expect(new Set(actions.map(({ change }) => change))).toEqual(new Set(['unchanged']))
  expect(removals).toEqual({ actions: [], triggers: [], definitions: [], keptDefinitions: [] })

  const after = stateAfter(present, true).ledger
  const idOf = (name: string): string => `id-${given.names[name] ?? name}`
  expect(nextLedger(ledger, present, resultsOf(present, { actions, definitions }))).toEqual({
    title: present.document.title,
    connection: present.connection,
    ...(present.hosts && { hosts: present.hosts }),
    ...after,
    triggers: new Map(),
    definitions: new Map(Array.from(after.definitions, ([name, entry]) => [name, { ...entry, id: idOf(name) }])),
  })
})

/** Results of an import that did all that was decided. */
const resultsOf = (given: Plan, decided: Pick<Changes, 'actions' | 'definitions'>): AppliedResults => {
  const results = (items: readonly { readonly name: string }[], decisions: readonly Decision[]) =>
    new Map(
      items.map(({ name }, i): [string, Applied] => {
        const { stored: _stored, ...decision } = decisions[i] ?? { change: 'skip' }
        return [name, { ...decision, status: decision.change === 'keep' ? 'skipped' : 'done' }]
      }),
    )
  return {
    actions: results(given.actions, decided.actions),
    triggers: new Map(),
    definitions: results(given.definitions, decided.definitions),
    removed: { actions: new Map(), triggers: new Map(), definitions: new Map() },
  }
}

const schemaAt = (name: string, pointer: string, content = '{"type":"object"}'): PlannedDefinition =>
  plannedDefinition(name, { pointer, content })

/** A plan with one action that links definitions. */
const linking = (definitions: readonly PlannedDefinition[]): Plan => {
  const links = definitions.map(({ name }) => ({ definition: { name } }))
  const { payload, ...action } = plannedAction('a')
  return plan(
    [{ ...action, ...(payload && { payload: { ...payload, responses: [{ definitions: links }] } }) }],
    definitions,
  )
}

test('a renamed definition that was edited on the platform is kept under its former name, unless forced', () => {
  const { ledger, platform } = stateAfter(linking([schemaAt('Old', '#/x')]), true)
  const edited = new Map([...platform.definitions].map(([name, item]) => [name, { ...item, schema: { type: 'null' } }]))
  const present = linking([schemaAt('New', '#/x')])
  const changes = decide(present, { ...platform, definitions: edited }, ledger, DEFAULT_POLICY)
  expect(changes.definitions).toMatchObject([{ change: 'keep', conflict: true, renamedFrom: 'Old', id: 'id-Old' }])
  expect(changes.actions).toMatchObject([{ change: 'unchanged' }])
  expect(changes.removals.keptDefinitions).toEqual([])
  const { definitions } = nextLedger(ledger, present, resultsOf(present, changes))
  expect([...definitions.keys()]).toEqual(['Old'])
  const forced = decide(present, { ...platform, definitions: edited }, ledger, { ...DEFAULT_POLICY, force: true })
  expect(forced.definitions).toMatchObject([{ change: 'update', renamedFrom: 'Old' }])
})

test('a fresh draft has a renamed definition once, with the edits', () => {
  const { ledger, platform } = stateAfter(linking([schemaAt('Old', '#/x')]), true)
  const edited = new Map([...platform.definitions].map(([name, item]) => [name, { ...item, schema: { type: 'null' } }]))
  const present = linking([schemaAt('New', '#/x')])
  const state = { ...platform, definitions: edited }
  const fresh = freshPlan(present, decide(present, state, ledger, DEFAULT_POLICY), state)
  expect(fresh.definitions).toMatchObject([{ name: 'New', content: '{"type":"null"}' }])
  expect(fresh.actions[0]?.payload?.responses).toEqual([{ definitions: [{ definition: { name: 'New' } }] }])
})

test('an action that was edited on the platform stays as it is when its definition is renamed', () => {
  const { ledger, platform } = stateAfter(linking([schemaAt('Old', '#/x')]), true)
  const actions = new Map([...platform.actions].map(([name, item]) => [name, { ...item, summary: 'By hand' }]))
  const { actions: decided } = decide(
    linking([schemaAt('New', '#/x')]),
    { ...platform, actions },
    ledger,
    DEFAULT_POLICY,
  )
  expect(decided).toMatchObject([{ change: 'keep', reason: expect.stringContaining('Edited on the platform') }])
  expect(decided[0]).not.toHaveProperty('conflict')
})

test('an action that the platform stores in another form is written with its renamed definition', () => {
  const { ledger, platform } = stateAfter(linking([schemaAt('Old', '#/x')]), true)
  const actions = new Map([...platform.actions].map(([name, item]) => [name, { ...item, summary: 'Another form' }]))
  const entries = [...ledger.actions].map(([name, entry]) => {
    return [name, { ...entry, stored: fingerprintResource(actions.get(name)) }] as const
  })
  const state = { ...platform, actions }
  const old = { ...ledger, actions: new Map(entries) }
  expect(decide(linking([schemaAt('Old', '#/x')]), state, old, DEFAULT_POLICY).actions).toMatchObject([
    { change: 'unchanged' },
  ])
  expect(decide(linking([schemaAt('New', '#/x')]), state, old, DEFAULT_POLICY).actions).toMatchObject([
    { change: 'update' },
  ])
})

test('what refers to a definition by its present name already stays as it is', () => {
  const referring = (name: string): PlannedDefinition => ({
    ...schemaAt('Referring', '#/z', `{"$ref":"#/$defs/${name}"}`),
    references: [name],
  })
  const present = linking([schemaAt('New', '#/x'), referring('New')])
  const { ledger, platform } = stateAfter(linking([schemaAt('Old', '#/x'), referring('Old')]), true)
  const after = stateAfter(present, true).ledger
  const recorded = new Map([...ledger.definitions, ['Referring', after.definitions.get('Referring')] as const])
  const definitions = new Map(
    Array.from(recorded, ([name, entry]): [string, DefinitionEntry] => [
      name,
      entry ?? { applied: '', id: '', references: [] },
    ]),
  )
  // The schema of a definition that the ledger has as it is planned is not read.
  const unread = new Map(
    [...platform.definitions].map(([name, item]) => [name, name === 'Old' ? item : { ...item, schema: undefined }]),
  )
  const changes = decide(present, { ...platform, definitions: unread }, { ...after, definitions }, DEFAULT_POLICY)
  expect(changes.definitions).toMatchObject([{ change: 'update', renamedFrom: 'Old' }, { change: 'unchanged' }])
  expect(changes.actions).toMatchObject([{ change: 'unchanged' }])
})

const renames: readonly { when: string; before: Plan; after: Plan; hasPointers: boolean; want: Names }[] = [
  {
    when: 'the location is the same and the content has changed',
    before: linking([schemaAt('Old', '#/x')]),
    after: linking([schemaAt('New', '#/x', '{"type":"string"}')]),
    hasPointers: true,
    want: { New: 'Old' },
  },
  {
    when: 'the location is another and the content is the same',
    before: linking([schemaAt('Old', '#/x')]),
    after: linking([schemaAt('New', '#/y')]),
    hasPointers: true,
    want: {},
  },
  {
    when: 'a location has several definitions',
    before: linking([schemaAt('Old', '#/x'), schemaAt('Old_xml', '#/x')]),
    after: linking([schemaAt('New', '#/x')]),
    hasPointers: true,
    want: {},
  },
  {
    when: 'the former name is still in use',
    before: linking([schemaAt('Old', '#/x')]),
    after: linking([schemaAt('New', '#/x'), schemaAt('Old', '#/y')]),
    hasPointers: true,
    want: {},
  },
  {
    when: 'an entry without a location has another content',
    before: linking([schemaAt('Old', '#/x')]),
    after: linking([schemaAt('New', '#/x', '{"type":"string"}')]),
    hasPointers: false,
    want: {},
  },
  {
    when: 'only the media types of an entry without a location have changed',
    before: linking([schemaAt('Old', '#/x')]),
    after: linking([{ ...schemaAt('New', '#/x'), accept: ['application/vnd.api+json'] }]),
    hasPointers: false,
    want: { New: 'Old' },
  },
  {
    when: 'two have the same content, each has one former name',
    before: linking([schemaAt('A', '#/x'), schemaAt('B', '#/y')]),
    after: linking([schemaAt('C', '#/x'), schemaAt('D', '#/y')]),
    hasPointers: false,
    want: { C: 'A', D: 'B' },
  },
]

test.each(renames)('former names when $when', ({ before, after, hasPointers, want }) => {
  const { ledger } = stateAfter(before, hasPointers)
  expect(Object.fromEntries(findRenames(after, ledger))).toEqual(want)
})

const lost = { pointers: ['openapi.yaml#/paths/~1pets'], reason: 'File not found.' }
const pets = schemaAt('Item', 'pets.yaml#/Item')
const users = schemaAt('Item', 'users.yaml#/Item', '{"type":"string"}')

test.each([
  { when: 'its file can not be read', after: plan([plannedAction('b', { lost })], [users]), want: 'keep' },
  { when: 'the whole document is read', after: plan([plannedAction('b')], [users]), want: 'update' },
  {
    when: 'its file is read',
    after: plan([plannedAction('b', { lost })], [users, schemaAt('Other', 'pets.yaml#/Other')]),
    want: 'update',
  },
])('a schema with the name of another one: $want when $when', ({ after, want }) => {
  const { ledger, platform } = stateAfter(linking([pets]), true)
  const [decision] = decide(after, platform, ledger, DEFAULT_POLICY).definitions
  expect(decision?.change).toBe(want)
  if (want === 'keep')
    expect(decision).toMatchObject({ reason: expect.stringContaining('pets.yaml#/Item'), unread: lost.pointers[0] })
})
