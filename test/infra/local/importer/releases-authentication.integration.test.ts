import { expect, test } from 'vitest'
import type { Report } from '../../../../lib/report/report.ts'
import { text } from './releases.ts'
import { useStack } from './support.ts'

const stack = useStack()

const operation = (operationId: string, security?: unknown) => ({
  operationId,
  responses: { '204': { description: 'Done.' } },
  ...(security !== undefined && { security }),
})

/** Returns a document with two operations and an event, of which one operation has its own requirements. */
const secured = (root: unknown, own?: unknown) => ({
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  security: root,
  paths: { '/pets': { get: operation('listPets') }, '/owners': { get: operation('listOwners', own) } },
  webhooks: { born: { post: operation('petBorn', []) } },
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer' }, login: { type: 'http', scheme: 'basic' } },
  },
})
const KEY = [{ key: [] }]
const LOGIN = [{ login: [] }]

/** Effects of items, and of the ways to authenticate of the connector, which has no name. */
const effects = ({ actions, triggers, connection: { authentication } = {} }: Report) =>
  Object.fromEntries(
    [...actions, ...triggers, { name: '', ...(authentication && { impact: authentication }) }].flatMap(
      ({ name, impact }) =>
        impact
          ? [[name, impact.reasons.map(({ rule, kind }) => `${rule}: ${kind}${impact.kept ? ', kept' : ''}`)]]
          : [],
    ),
  )

/** Imports two documents one after the other; the second one must not write to the platform. */
const reimported = async (connector: string, before: unknown, after: unknown, between = async () => {}) => {
  stack.seed(connector)
  await stack.run(connector, before)
  await between()
  const reports: Report[] = []
  const writes = await stack.writesDuring(async () => {
    for (let i = 0; i < 2; i++) reports.push(await stack.run(connector, after))
  })
  expect(writes).toEqual([])
  const [report, repeated] = reports
  expect(repeated?.counts.impact).toEqual({ breaking: 0, compatible: 0, annotation: 0 })
  return report as Report
}

test.for<{ name: string; before: unknown; after: unknown; want: Readonly<Record<string, string[]>> }>([
  {
    name: 'added',
    before: secured([]),
    after: secured(KEY),
    want: {
      listPets: ['security-added: breaking'],
      listOwners: ['security-added: breaking'],
      '': ['authentication-required: breaking'],
    },
  },
  {
    name: 'of one operation',
    before: secured(KEY),
    after: secured(KEY, LOGIN),
    want: { listOwners: ['security-changed: breaking'], '': ['scheme-added: compatible'] },
  },
  {
    name: 'another alternative',
    before: secured(KEY, KEY),
    after: secured(KEY, [...KEY, ...LOGIN]),
    want: { listOwners: ['security-alternative-added: compatible'], '': ['scheme-added: compatible'] },
  },
  {
    name: 'removed',
    before: secured(KEY),
    after: secured(KEY, []),
    want: { listOwners: ['security-removed: compatible'] },
  },
  {
    name: 'moved to an operation',
    before: secured(KEY),
    after: secured([], KEY),
    want: { listPets: ['security-removed: compatible'] },
  },
])('a change of authentication alone is reported once, and nothing is written: $name', async given => {
  const { before, after, want } = given
  const report = await reimported(given.name.replaceAll(' ', '-'), before, after)
  expect(report.outcome).toBe('unchanged')
  expect(report.actions.map(({ change }) => change)).toEqual(['unchanged', 'unchanged'])
  expect(effects(report)).toEqual(want)
  const kinds = Object.values(want).flat()
  const count = (kind: string) => kinds.filter(each => each.endsWith(kind)).length
  expect(report.counts.impact).toEqual({ breaking: count('breaking'), compatible: count('compatible'), annotation: 0 })
  expect(await text(stack, report, 'changelog.md')).toContain('listOwners' in want ? '`listOwners`' : '`listPets`')
})

test('a change of authentication that breaks workflows is refused on request, also at the next import', async () => {
  stack.seed('refused')
  await stack.run('refused', secured(KEY))
  for (let i = 0; i < 2; i++) {
    const report = await stack.run('refused', secured(KEY, LOGIN), { options: { onBreaking: 'refuse' } })
    expect(report.outcome).toBe('refused')
    expect(report.reason).toContain(
      '1 item has a breaking change. action listOwners: Ways to authenticate were removed',
    )
    expect(report.counts.impact).toEqual({ breaking: 1, compatible: 1, annotation: 0 })
  }
  expect((await stack.run('refused', secured(KEY), { options: { onBreaking: 'refuse' } })).outcome).toBe('unchanged')
})

test('a change of authentication that breaks workflows goes to a new draft on request', async () => {
  stack.seed('draft')
  await stack.run('draft', secured(KEY))
  const draft = { options: { onBreaking: 'draft' } } as const
  const report = await stack.run('draft', secured(KEY, LOGIN), draft)
  expect(report).toMatchObject({
    outcome: 'succeeded',
    target: { version: 'v1-r2' },
    counts: { impact: { breaking: 1 } },
  })
  const next = await stack.run('draft', secured(KEY, LOGIN), draft)
  expect(next).toMatchObject({
    outcome: 'unchanged',
    target: { version: 'v1-r2' },
    counts: { impact: { breaking: 0 } },
  })
})

/** Edits an action on the platform, as a person. */
const edit = async (connector: string): Promise<void> => {
  const { connectors } = stack.platform().state()
  const version = connectors.find(({ id }) => id === connector)?.versions[0]
  const stored = version?.actions.find(({ name }) => name === 'listOwners')
  if (stored === undefined) throw new Error('Expected a stored action.')
  Object.assign(stored, { summary: 'By hand' })
}

test('the authentication of an action that a person has edited changes all the same', async () => {
  const report = await reimported('edited', secured(KEY), secured(KEY, LOGIN), () => edit('edited'))
  expect(report.actions.find(({ name }) => name === 'listOwners')).toMatchObject({ change: 'keep' })
  expect(effects(report)).toEqual({ listOwners: ['security-changed: breaking'], '': ['scheme-added: compatible'] })
  expect(report.counts.impact).toEqual({ breaking: 1, compatible: 1, annotation: 0 })
})

test('a conflict keeps the authentication with the rest of the action', async () => {
  const { paths, ...rest } = secured(KEY, LOGIN)
  const changed = {
    ...rest,
    paths: { ...paths, '/owners': { get: { ...operation('listOwners', LOGIN), summary: 'All' } } },
  }
  const report = await reimported('conflict', secured(KEY), changed, () => edit('conflict'))
  const want = ['security-changed: breaking, kept', 'operation-text-changed: annotation, kept']
  expect(effects(report)).toEqual({ listOwners: want, '': ['scheme-added: compatible'] })
  expect(effects(await stack.run('conflict', changed))).toEqual({ listOwners: want })
})

test('an action that was kept under its former name is compared, too', async () => {
  const renamed = (own?: unknown) => {
    const { paths, ...rest } = secured(KEY)
    return { ...rest, paths: { ...paths, '/owners': { get: operation('allOwners', own) } } }
  }
  stack.seed('renamed')
  await stack.run('renamed', secured(KEY))
  await edit('renamed')
  const resolved = await stack.run('renamed', renamed(), { options: { resolve: { allOwners: 'platform' } } })
  expect(resolved.outcome).toBe('unchanged')
  expect(effects(await stack.run('renamed', renamed()))).toEqual({})
  expect(effects(await stack.run('renamed', renamed(LOGIN)))).toEqual({
    allOwners: ['security-changed: breaking, kept', 'operation-renamed: compatible, kept'],
    '': ['scheme-added: compatible'],
  })
})

/** Makes the ledger of a connector one of an earlier version, which has no authentication. */
const forget = (connector: string): Promise<void> =>
  stack.editLedger(connector, ledger => {
    expect(ledger).toContain('"security":["key"]')
    const { connection: _, ...earlier } = JSON.parse(ledger)
    return JSON.stringify(earlier).replaceAll(/,"security":\[[^\]]*\]/g, '')
  })

test('with the ledger of an earlier version, authentication is compared from the second import on', async () => {
  const report = await reimported('earlier', secured(KEY), secured(KEY, LOGIN), () => forget('earlier'))
  expect(effects(report)).toEqual({})
  expect(report.diagnostics.map(({ code }) => code)).not.toContain('release-unclassified')
  expect(effects(await stack.run('earlier', secured(KEY)))).toEqual({ listOwners: ['security-changed: breaking'] })
})
