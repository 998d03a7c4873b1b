import { expect, test } from 'vitest'
import type { Report } from '../../../../lib/report/report.ts'
import { summarise } from '../../../../lib/report/text/summary.ts'
import { text } from './releases.ts'
import { useStack } from './support.ts'

const stack = useStack()

type Json = Readonly<Record<string, unknown>>

/** Base URL of the connectors of a stack. */
const BASE = 'https://api.example.com'
const KEY = { type: 'apiKey', name: 'X-Key', in: 'header' }

const operation = (operationId: string) => ({ operationId, responses: { '204': { description: 'Done.' } } })

const documentOf = ({ scheme = KEY, server = BASE }: { readonly scheme?: Json; readonly server?: string }) => ({
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  servers: [{ url: server }],
  security: [{ key: [] }],
  paths: { '/pets': { get: operation('listPets') } },
  components: { securitySchemes: { key: scheme } },
})
const BEFORE = documentOf({})
const OTHER_SCHEME = documentOf({ scheme: { type: 'http', scheme: 'basic' } })
/** A document of which all hosts are new needs a confirmation. */
const OTHER_SERVER = documentOf({ server: 'https://api.pets.test' })

const effects = ({ connection = {} }: Report) =>
  Object.fromEntries(
    Object.entries(connection).map(([part, { reasons }]) => [
      part,
      reasons.map(({ rule, kind }) => `${rule}: ${kind}`),
    ]),
  )

test.for<{ name: string; after: unknown; want: Readonly<Record<string, string[]>>; title: string; message: string }>([
  {
    name: 'scheme',
    after: OTHER_SCHEME,
    want: { authentication: ['scheme-changed: breaking'] },
    title: 'Authentication',
    message: 'The way to authenticate "key" changed',
  },
  {
    name: 'server',
    after: OTHER_SERVER,
    want: { servers: ['server-changed: breaking'] },
    title: 'Servers',
    message: 'The server is "https://api.pets.test" instead of "https://api.example.com".',
  },
])('another $name alone is reported once, everywhere, and nothing is written', async given => {
  const { name, after, want, title, message } = given
  stack.seed(name)
  await stack.run(name, BEFORE)
  const dry = await stack.run(name, after, { options: { dryRun: true } })
  expect(dry.outcome).toBe('planned')
  const reports: Report[] = []
  const writes = await stack.writesDuring(async () => {
    for (let i = 0; i < 2; i++) reports.push(await stack.run(name, after, { options: { confirm: true } }))
  })
  expect(writes).toEqual([])
  const [report, repeated] = reports
  for (const each of [dry, report]) {
    if (each === undefined) throw new Error('Expected a report.')
    expect(effects(each)).toEqual(want)
    expect(each.counts.impact).toEqual({ breaking: 1, compatible: 0, annotation: 0 })
    expect(each.actions.map(({ change, impact }) => ({ change, impact }))).toEqual([{ change: 'unchanged' }])
    expect(summarise(each).join('\n')).toContain(
      `  breaking     1 of 1 change:\n    ${Object.keys(want)[0]}: ${message}`,
    )
    const changelog = await text(stack, each, 'changelog.md')
    expect(changelog).toContain(`## Breaking\n\n### ${title}\n\n- All operations\n`)
    const page = await text(stack, each, 'report.html')
    expect(page).toContain('1 breaking change</a>')
    expect(page).toContain('Changes for connections')
  }
  expect(report?.outcome).toBe('unchanged')
  expect(repeated?.counts.impact).toEqual({ breaking: 0, compatible: 0, annotation: 0 })
  expect(repeated?.connection).toBeUndefined()
})

test('a change that breaks connections is refused on request, also at the next import', async () => {
  stack.seed('refused')
  await stack.run('refused', BEFORE)
  for (let i = 0; i < 2; i++) {
    const report = await stack.run('refused', OTHER_SCHEME, { options: { onBreaking: 'refuse' } })
    expect(report.outcome).toBe('refused')
    expect(report.reason).toContain(
      '1 item has a breaking change. authentication: The way to authenticate "key" changed',
    )
    expect(report.counts.impact).toEqual({ breaking: 1, compatible: 0, annotation: 0 })
  }
  expect((await stack.run('refused', BEFORE, { options: { onBreaking: 'refuse' } })).outcome).toBe('unchanged')
})

test('a change that breaks connections goes to a new draft on request', async () => {
  stack.seed('draft')
  await stack.run('draft', BEFORE)
  const draft = { options: { onBreaking: 'draft', confirm: true } } as const
  const report = await stack.run('draft', OTHER_SERVER, draft)
  expect(report).toMatchObject({
    outcome: 'succeeded',
    target: { version: 'v1-r2' },
    counts: { impact: { breaking: 1 } },
  })
  const next = await stack.run('draft', OTHER_SERVER, draft)
  expect(next).toMatchObject({
    outcome: 'unchanged',
    target: { version: 'v1-r2' },
    counts: { impact: { breaking: 0 } },
  })
})

test('another base path that the base URL does not have is reported by the actions', async () => {
  stack.seed('path')
  await stack.run('path', documentOf({ server: `${BASE}/v1` }))
  const report = await stack.run('path', documentOf({ server: `${BASE}/v2` }))
  expect(report.actions[0]?.impact?.reasons.map(({ rule }) => rule)).toEqual(['path-changed'])
  expect(report.connection).toBeUndefined()
})

test('the own server of an action that a person has edited changes all the same, once', async () => {
  const withOwn = (url: string) => {
    const { paths, ...rest } = BEFORE
    return { ...rest, paths: { ...paths, '/photos': { get: operation('listPhotos'), servers: [{ url }] } } }
  }
  const [before, after] = [withOwn('https://photos.pets.test'), withOwn('https://images.pets.test')]
  stack.seed('edited')
  await stack.run('edited', before)
  const { connectors } = stack.platform().state()
  const version = connectors.find(({ id }) => id === 'edited')?.versions[0]
  const stored = version?.actions.find(({ name }) => name === 'listPhotos')
  if (stored === undefined) throw new Error('Expected a stored action.')
  Object.assign(stored, { summary: 'By hand' })
  const reported: unknown[] = []
  for (let i = 0; i < 2; i++) {
    const { actions } = await stack.run('edited', after)
    reported.push(actions.map(({ name, change, impact }) => [name, change, impact?.kept, impact?.reasons[0]?.rule]))
  }
  expect(reported).toEqual([
    [
      ['listPets', 'unchanged', undefined, undefined],
      ['listPhotos', 'keep', undefined, 'operation-server-changed'],
    ],
    [
      ['listPets', 'unchanged', undefined, undefined],
      ['listPhotos', 'keep', undefined, undefined],
    ],
  ])
})

test('with the ledger of an earlier version, connections are compared from the second import on', async () => {
  stack.seed('earlier')
  await stack.run('earlier', BEFORE)
  await stack.editLedger('earlier', text => {
    const { connection, ...ledger } = JSON.parse(text)
    expect(connection).toBeDefined()
    return JSON.stringify(ledger)
  })
  const report = await stack.run('earlier', OTHER_SCHEME)
  expect(report.connection).toBeUndefined()
  expect(report.diagnostics.map(({ code }) => code)).not.toContain('release-unclassified')
  expect(effects(await stack.run('earlier', BEFORE))).toEqual({ authentication: ['scheme-changed: breaking'] })
})
