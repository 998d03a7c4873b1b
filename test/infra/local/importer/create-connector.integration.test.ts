import { LambdaClient } from '@aws-sdk/client-lambda'
import { expect, test } from 'vitest'
import type { LocalImporter } from '../../../../infra/local/importer/local-import.ts'
import { summarise } from '../../../../lib/report/text/summary.ts'
import { stopExecution } from '../../../../lib/request/stop-execution.ts'
import { startServer } from '../../../lib/connect/support/server.ts'
import { renderReport } from '../../../lib/report/page/render.ts'
import { ORGANISATION, sender } from '../connect-emulator/harness.ts'
import { pets } from './documents.ts'
import { type Changes, filesWith, SECRET_TOKEN, useStack } from './support.ts'

const { seed, run, platform, directory, importer, uploadOf, writesDuring, contents } = useStack()

const secured = (title: string) => ({
  ...pets(),
  info: { title, version: '1.0' },
  tags: [{ name: 'pets' }],
  servers: [{ url: 'https://{tenant}.pets.test/v1', variables: { tenant: { default: 'demo' } } }],
  security: [{ key: [] }],
  components: {
    ...pets().components,
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
  },
})

const create = (options: Changes['options'] = {}): Changes => ({ options: { createConnector: true, ...options } })

/** Returns the connectors of a name. */
const named = (name: string) =>
  platform()
    .state()
    .connectors.filter(connector => connector.name === name)

test('a first import creates the connector with its authentication, and imports into it', async () => {
  const report = await run('first', secured('First'), create())
  const [connector, ...others] = named('First')
  expect(others).toEqual([])
  expect(connector).toMatchObject({
    baseUrl: 'https://{{tenant}}.pets.test/v1',
    connectionVariables: [{ name: 'tenant', value: 'demo' }],
    tags: { openapi: ['pets'] },
    authSchemeConfigs: [{ schemeType: 'api-key', name: 'X-Key', in: 'header', description: 'key' }],
  })
  const id = connector?.id ?? ''
  expect(report).toMatchObject({
    outcome: 'succeeded',
    target: { organisationId: ORGANISATION, connectorId: id, version: 'v1' },
    connector: { alias: 'first', id, name: 'First', change: 'create', status: 'done' },
    authSchemes: [{ key: 'key', schemeType: 'api-key', change: 'create', status: 'done' }],
    nextSteps: ['Create a connection with credentials on the platform. Authentication schemes: key.'],
    counts: { actions: { created: 8 } },
  })
  expect(contents(id).actions).toHaveLength(8)
  expect(summarise(report)).toEqual(
    expect.arrayContaining([`  connector    created: First (${id})`, '    created: key (api-key)', '  next steps:']),
  )
  expect(renderReport(report)).toContain('Connection variable tenant: demo')
})

test('the next import of the same document finds the connector, with the option and without it', async () => {
  const { connector } = await run('again', secured('Again'), create())
  // Its title is not that of the last import.
  const confirmed = { options: { confirm: true } }
  for (const changes of [create({ confirm: true }), confirmed, { ...confirmed, version: 'v2' }]) {
    const report = await run('again', secured('Again renamed'), changes)
    expect(report).toMatchObject({
      target: { connectorId: connector?.id },
      connector: { alias: 'again', id: connector?.id, change: 'unchanged' },
    })
    expect(report.reason).toBeUndefined()
  }
  expect(named('Again')).toHaveLength(1)
  expect(named('Again renamed')).toEqual([])
  const { target } = (await importer().record((await run('again', secured('Again'))).importId)) ?? {}
  expect(target?.connectorId).toBe(connector?.id)
})

test('a dry run plans the connector and creates nothing', async () => {
  const writes = await writesDuring(async () => {
    const report = await run('dry', secured('Dry'), create({ dryRun: true }))
    expect(report).toMatchObject({
      outcome: 'planned',
      connector: { alias: 'dry', name: 'Dry', baseUrl: 'https://{{tenant}}.pets.test/v1', status: 'planned' },
      authSchemes: [{ key: 'key', status: 'planned' }],
      counts: { actions: { created: 8 } },
    })
    expect(report.connector?.id).toBeUndefined()
    expect(summarise(report)).toContain('  connector    to create: Dry')
  })
  expect(writes).toEqual([])
})

test('a connector that exists is used as it is', async () => {
  seed('exists')
  const report = await run('exists', secured('Exists'), create())
  expect(report).toMatchObject({ outcome: 'succeeded', target: { connectorId: 'exists' } })
  expect(report.connector).toBeUndefined()
  expect(named('Exists')).toEqual([])
})

test('a lost response of the creation is looked up, not repeated', async () => {
  platform().faults = { loseAnswerEvery: 1 }
  const local = importer(create())
  const importId = await local.start(uploadOf('lost', secured('Lost'), create()))
  const finished = local.finish(importId)
  // Only the first response is lost.
  while (named('Lost').length === 0) await new Promise(resolve => setTimeout(resolve, 5))
  platform().faults = {}
  expect(await finished).toMatchObject({ outcome: 'succeeded', connector: { change: 'create', status: 'done' } })
  expect(named('Lost')).toHaveLength(1)
})

test('two imports of one name at once create one connector', async () => {
  const local = importer(create())
  const first = await local.start(uploadOf('twice', secured('Twice'), create()))
  const second = await local.start(uploadOf('twice', secured('Twice'), { ...create(), version: 'v2' }))
  const reports = await Promise.all([local.finish(first), local.finish(second)])
  expect(reports.map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded'])
  const [connector, ...others] = named('Twice')
  expect(others).toEqual([])
  expect(reports.map(({ target }) => target.connectorId)).toEqual([connector?.id, connector?.id])
  expect(connector?.versions.map(({ name }) => name).toSorted()).toEqual(['v1', 'v2'])
})

test('an import that failed after the creation continues with the connector', async () => {
  platform().faults = { forbidden: ['POST versions'] }
  const failed = await run('half', secured('Half'), create())
  expect(failed).toMatchObject({ outcome: 'failed', connector: { change: 'create', status: 'done' } })
  platform().faults = {}
  const report = await run('half', secured('Half'), create())
  expect(report).toMatchObject({ outcome: 'succeeded', connector: { id: failed.connector?.id, change: 'unchanged' } })
  expect(named('Half')).toHaveLength(1)
})

const refusals: Record<
  string,
  { readonly alias?: string; readonly changes?: Changes; readonly faults?: object; readonly reason: RegExp }
> = {
  'a token without the right to create connectors': {
    faults: { forbidden: ['POST connectors'] },
    reason:
      /^The token has no right to create connectors\. Create the connector on the platform, or use another token\./,
  },
  'a platform that can not create connectors': {
    faults: { notImplemented: ['POST connectors'] },
    reason: /^The platform can't create connectors by its API\./,
  },
  'a reserved version': {
    changes: { ...create(), version: 'latest' },
    reason: /^The version name "latest" is reserved/,
  },
  'an id instead of a name': {
    changes: create(),
    alias: '01HZ0000000000000000000000',
    reason: /^Connector 01HZ0000000000000000000000 not found: it does not exist/,
  },
  'a version to copy': {
    changes: create({ fromVersion: 'v0' }),
    reason: /^The connector does not exist yet, so it has no version "v0" to copy\. Remove fromVersion\.$/,
  },
}

test.each(Object.entries(refusals))(
  '%s: one reason, and no connector',
  async (name, { alias = `refused-${name.replaceAll(' ', '-')}`, changes, faults, reason }) => {
    platform().faults = faults ?? {}
    const report = await run(alias, secured(alias), changes ?? create())
    expect(report.outcome).toBe('failed')
    expect(report.reason).toMatch(reason)
    expect(named(alias)).toEqual([])
  },
)

test.each([
  { name: 'that has created its connector', alias: 'ended', isNew: true },
  { name: 'into a connector that an earlier import has created', alias: 'ended-later', isNew: false },
])('an import $name has it in its report, although its execution was stopped', async ({ alias, isNew }) => {
  const document = secured(alias)
  if (!isNew) await run(alias, document, create())
  let stopping: Promise<unknown> | undefined
  const stop = async (): Promise<void> => {
    const { executionArn = '' } = (await local.record(importId)) ?? {}
    await stopExecution(new LambdaClient({}), executionArn)
  }
  const local: LocalImporter = importer(
    { settings: { BATCH_SIZE: '1' } },
    {
      engine: {
        onCheckpoint: ({ operations }) => {
          if (operations > 12) stopping ??= stop()
        },
      },
    },
  )
  const upload = uploadOf(alias, { ...document, info: { title: alias, version: '1.1' } }, create())
  const importId: string = await local.start(upload)
  const report = await local.finish(importId)
  await stopping
  const [connector] = named(alias)
  expect(report).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('was stopped'),
    target: { connectorId: connector?.id },
    connector: { alias, id: connector?.id, change: isNew ? 'create' : 'unchanged', status: 'done' },
    ...(isNew && { authSchemes: [{ key: 'key', change: 'create', status: 'done' }] }),
  })
})

test('a document without a complete server needs a base URL', async () => {
  const document = { ...secured('Relative'), servers: [{ url: '/v1' }] }
  expect(await run('relative', document, create())).toMatchObject({
    outcome: 'failed',
    reason: expect.stringMatching(/^The document's server "\/v1" is relative/),
    diagnostics: [{ code: 'server-needed' }],
  })
  const report = await run('relative', document, create({ baseUrl: 'https://api.pets.test' }))
  expect(report).toMatchObject({ outcome: 'succeeded', connector: { baseUrl: 'https://api.pets.test' } })
  expect(contents(report.target.connectorId).actions[0]?.path).toMatch(/^\/v1\/pets0/)
})

test('a connector of the same name that is not ours is not taken', async () => {
  platform().seedConnector({
    organisationId: ORGANISATION,
    connectorId: 'theirs',
    name: 'Taken',
    baseUrl: 'https://x.test',
  })
  const report = await run('taken', secured('Taken'), create())
  expect(report).toMatchObject({
    outcome: 'failed',
    reason:
      'A connector named "Taken" exists already (theirs), and was not created for this document. Import into it (--connector theirs), or create one with another name (--connector-name).',
  })
  const other = await run('taken', secured('Taken'), create({ connectorName: 'Not taken' }))
  expect(other).toMatchObject({ outcome: 'succeeded', connector: { name: 'Not taken' } })
})

test('a connector that was deleted since is not created again without being asked', async () => {
  const { connector } = await run('gone', secured('Gone'), create())
  const missing = await run('gone', secured('Gone'), {
    ...create(),
    platformUrl: await emptyPlatform(),
  })
  expect(missing).toMatchObject({
    outcome: 'failed',
    reason: `Connector ${connector?.id}, which an import has created for "gone", was not found: it was deleted, or the token has no access. To create a new one, use another name than "gone".`,
  })
})

/** Starts a platform without connectors. */
const emptyPlatform = async (): Promise<string> => {
  const body = JSON.stringify({ code: 'not_found', message: 'Not found.' })
  const { origin } = await startServer((_, response) =>
    response.writeHead(404, { 'content-type': 'application/json' }).end(body),
  )
  return `${origin}/api/connect/v1`
}

test('authentication is added to an existing connector only if asked for', async () => {
  seed('auth')
  const schemes = () =>
    platform()
      .state()
      .connectors.find(({ id }) => id === 'auth')?.authSchemeConfigs ?? []
  const without = await run('auth', secured('Auth'))
  expect([without.authSchemes, schemes()]).toEqual([undefined, []])
  expect(without.diagnostics.map(({ code }) => code)).toContain('security-not-imported')

  const planned = await run('auth', secured('Auth'), { options: { authSchemes: 'add', dryRun: true } })
  expect([planned.authSchemes?.[0]?.status, schemes()]).toEqual(['planned', []])

  const added = await run('auth', secured('Auth'), { options: { authSchemes: 'add' } })
  expect(added).toMatchObject({ outcome: 'succeeded', authSchemes: [{ key: 'key', change: 'create', status: 'done' }] })
  expect(schemes()).toMatchObject([{ schemeType: 'api-key', name: 'X-Key' }])

  const again = await run('auth', secured('Auth'), { options: { authSchemes: 'add' } })
  expect(again).toMatchObject({ outcome: 'unchanged', authSchemes: [{ change: 'unchanged', status: 'done' }] })
  expect(schemes()).toHaveLength(1)
})

test('an authentication scheme that was edited on the platform is kept, unless it is forced', async () => {
  seed('edited')
  await run('edited', secured('Edited'), { options: { authSchemes: 'add' } })
  const connector = () =>
    platform()
      .state()
      .connectors.find(({ id }) => id === 'edited')
  const [scheme] = connector()?.authSchemeConfigs ?? []
  const url = `${platform().url}/o/${ORGANISATION}/connectors/edited/auth-scheme-configs/${scheme?.id}`
  await sender('', SECRET_TOKEN)('PUT', url, { ...scheme, description: 'Ask Ada' })

  const kept = await run('edited', secured('Edited'), { options: { authSchemes: 'add' } })
  expect(kept.authSchemes).toMatchObject([
    { change: 'keep', status: 'skipped', reason: expect.stringMatching(/--force/) },
  ])
  expect(connector()?.authSchemeConfigs).toMatchObject([{ description: 'Ask Ada' }])
  const forced = await run('edited', secured('Edited'), { options: { authSchemes: 'add', force: true } })
  expect(forced.authSchemes).toMatchObject([{ change: 'update', status: 'done' }])
  expect(connector()?.authSchemeConfigs).toMatchObject([{ description: 'key' }])
})

test('an equal authentication scheme of another origin is not added twice', async () => {
  seed('equal')
  const scheme = {
    id: '01HZ00000000000000000000S1',
    schemeType: 'api-key',
    description: 'By hand',
    name: 'X-Key',
    in: 'header',
  }
  const url = `${platform().url}/o/${ORGANISATION}/connectors/equal/auth-scheme-configs/${scheme.id}`
  await sender('', SECRET_TOKEN)('PUT', url, scheme)
  const report = await run('equal', secured('Equal'), { options: { authSchemes: 'add' } })
  expect(report.authSchemes).toMatchObject([
    { id: scheme.id, change: 'unchanged', reason: expect.stringMatching(/equal/) },
  ])
})

test('a scheme that the platform does not accept makes the import partial', async () => {
  seed('unsupported')
  platform().faults = { notImplemented: ['PUT auth-scheme-configs'] }
  const report = await run('unsupported', secured('Unsupported'), { options: { authSchemes: 'add' } })
  expect(report).toMatchObject({ outcome: 'partial', authSchemes: [{ status: 'failed', reason: expect.any(String) }] })
})

test('no credential of a document is sent or kept', async () => {
  const canary = 'canary-credential-0815'
  const document = {
    ...secured('Canary'),
    servers: [{ url: `https://user:${canary}@pets.test/v1?key=${canary}` }],
    security: [{ login: [] }],
    components: {
      ...pets().components,
      securitySchemes: {
        login: {
          type: 'oauth2',
          'x-client-secret': canary,
          flows: {
            authorizationCode: {
              authorizationUrl: `https://id.pets.test/authorize?client_secret=${canary}`,
              tokenUrl: `https://user:${canary}@id.pets.test/token`,
              scopes: {},
              'x-client-id': canary,
            },
          },
        },
      },
    },
  }
  const report = await run('canary', document, create())
  expect(report.outcome).toBe('succeeded')
  expect(JSON.stringify([report, platform().state()])).not.toContain(canary)
  const kept = await filesWith(directory(), canary)
  expect(kept.filter(path => !path.includes('/documents/'))).toEqual([])
})

test.each([
  [[], 1],
  [['GET triggers'], 0],
] as const)(
  'the next steps have the triggers only if they exist (not implemented: %j)',
  async (notImplemented, count) => {
    const title = `Steps ${count}`
    const webhooks = { sold: { post: { responses: { 200: { description: 'Fine.' } } } } }
    platform().faults = { notImplemented: [...notImplemented] }
    const report = await run(`steps-${count}`, { ...secured(title), openapi: '3.1.0', webhooks }, create())
    expect(report).toMatchObject({ outcome: 'succeeded', counts: { triggers: { created: count } } })
    const steps = report.nextSteps?.filter(step => step.includes('triggers'))
    expect(steps).toHaveLength(count)
  },
)
