import { expect, onTestFinished, test } from 'vitest'
import { startPlatform } from '../../../../infra/local/connect-emulator/platform.ts'
import { ORGANISATION } from '../connect-emulator/harness.ts'
import { manySchemas, petActions, pets } from './documents.ts'
import { startProxy } from './proxy.ts'
import { SECRET_TOKEN, useStack } from './support.ts'

const { seed, run, contents, platform } = useStack()

/** Starts a server in front of the emulator that refuses each request with a definition of that name. */
const platformRefusing = (name: string): Promise<string> =>
  startProxy(platform().url, ({ method, body }) =>
    method === 'POST' && body.includes(`"name":${JSON.stringify(name)},"accept"`)
      ? { status: 400, body: { code: 'unwelcome', message: `${name} is not welcome.` } }
      : undefined,
  )

const failedIn = (definitions: readonly { readonly name: string; readonly status: string }[]): string[] =>
  definitions.flatMap(({ name, status }) => (status === 'failed' ? [name] : [])).toSorted()

test('references to a refused definition accept any value; all others and every action are created', async () => {
  seed('kind')
  const report = await run('kind', pets(), { platformUrl: await platformRefusing('Kind') })
  expect(report).toMatchObject({
    outcome: 'partial',
    counts: { actions: { created: 8 }, definitions: { created: 3, failed: 1 } },
  })
  const [failed] = report.definitions.filter(({ status }) => status === 'failed')
  expect(failed).toMatchObject({ name: 'Kind', reason: expect.stringContaining('Kind is not welcome.') })
  const pet = contents('kind').definitions.find(({ name }) => name === 'Pet')
  expect(pet?.schema.properties).toMatchObject({ kind: { $comment: 'The platform refused Kind.' } })
})

test('an action is created without its refused definition, and reports it', async () => {
  seed('problem')
  const report = await run('problem', pets(), { platformUrl: await platformRefusing('Problem') })
  expect(failedIn(report.definitions)).toEqual(['Problem'])
  expect(report.outcome).toBe('partial')
  for (const action of report.actions)
    expect(action).toMatchObject({ status: 'done', problems: [{ code: 'definition-refused', severity: 'error' }] })
  const { actions } = contents('problem')
  expect(actions.map(({ name }) => name)).toEqual(petActions())
  expect(actions[0]?.responses).toEqual([
    { status: 200, definitions: ['Pet'] },
    { status: undefined, definitions: [] },
  ])
})

test('a cycle of definitions is created or refused as a whole', async () => {
  seed('cycle')
  const report = await run('cycle', pets(), { platformUrl: await platformRefusing('Owner') })
  expect(failedIn(report.definitions)).toEqual(['Owner', 'Pet'])
  expect(report.counts.actions).toMatchObject({ created: 8, failed: 0 })
})

test('a request that is too large for the platform is split until it fits', async () => {
  const small = await startPlatform({ token: SECRET_TOKEN, maxBodyBytes: 1_000 })
  onTestFinished(() => small.close())
  small.seedConnector({
    organisationId: ORGANISATION,
    connectorId: 'small',
    baseUrl: 'https://x.example',
    versions: ['v1'],
  })
  const report = await run('small', manySchemas(40), { platformUrl: small.url })
  expect(report).toMatchObject({ outcome: 'succeeded', counts: { definitions: { created: 40 } } })
  expect(small.requests.some(({ status }) => status === 413)).toBe(true)
  expect(small.state().connectors[0]?.versions[0]?.definitions).toHaveLength(40)
})
