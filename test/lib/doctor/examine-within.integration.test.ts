import { expect, onTestFinished, test } from 'vitest'
import { createHttp } from '../../../lib/connect/send/http.ts'
import { examineWithin } from '../../../lib/doctor/examine-within.ts'
import { createPatient } from '../../../lib/doctor/patient.ts'
import { reply, startServer } from '../connect/support/server.ts'

const examined = async (baseUrl: string, milliseconds: number) => {
  const http = createHttp({ connections: 1 })
  onTestFinished(() => http.close())
  const read = async () => ({ scheme: 'Bearer', value: 'secret' })
  const target = { organisationId: 'org', connectorId: 'con', version: 'v1' }
  return examineWithin(createPatient({ baseUrl, target, token: { current: read, refused: read }, http }), milliseconds)
}

test('a platform that stops to answer leaves the findings so far, and one about the time', async () => {
  const { origin } = await startServer(({ url }, response) => {
    if (url.includes('?')) reply(response, 200, { connectors: [] })
    else if (url.endsWith('/connectors/con')) reply(response, 200, { id: 'con', protocol: 'http' })
  })
  const findings = await examined(origin, 500)
  expect(findings.map(({ check }) => check)).toEqual([
    'token',
    'platform',
    'organisation',
    'clock',
    'connector',
    'time',
  ])
  expect(findings.at(-1)).toMatchObject({
    status: 'failed',
    message: 'The checks were stopped after 0.5 s, because the platform is slow.',
  })
})

test('checks that end in time have no finding about it', async () => {
  const { origin } = await startServer((_, response) => reply(response, 401, {}))
  expect(await examined(origin, 60_000)).toMatchObject([{ check: 'token', status: 'failed' }])
})
