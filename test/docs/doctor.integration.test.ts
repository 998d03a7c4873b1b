import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { Variants } from '../../infra/local/connect-emulator/faults/variants.ts'
import { createConnectClient } from '../../lib/connect/client.ts'
import { createHttp } from '../../lib/connect/send/http.ts'
import { examine } from '../../lib/doctor/examine.ts'
import { action, CONNECTOR, definition, ORGANISATION, setUp, TOKEN } from '../infra/local/connect-emulator/harness.ts'

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/doctor.md'), 'utf8')

/** First cells of all rows of the page's tables. */
const documented = PAGE.split('\n').flatMap(line => /^\| `([^`]+)`/.exec(line)?.[1] ?? [])

test('the page has each check and each variant, and no other', async () => {
  const { platform, send } = await setUp()
  await send('POST', '/definitions', { definitions: [definition('Pet')] })
  for (const name of ['a', 'b']) await send('POST', '/actions', action(name))
  const http = createHttp({ connections: 2 })
  onTestFinished(() => http.close())
  const read = async () => ({ scheme: 'Bearer', value: TOKEN })
  const token = { current: read, refused: read }
  const target = { organisationId: ORGANISATION, connectorId: CONNECTOR, version: 'v1' }
  const connect = (version: string) =>
    createConnectClient({
      baseUrl: platform.url,
      target: { ...target, version },
      token,
      http,
      concurrency: 2,
      maxRequestsPerSecond: 1_000,
    })
  const patient = { client: connect('v1'), connect, http, token, baseUrl: platform.url, target, now: Date.now }
  const findings = await examine(patient, { writes: true })
  const checks = new Set([...findings.map(({ check }) => check), ...Object.keys(Variants.entries)])
  expect(new Set(documented)).toEqual(checks)
})
