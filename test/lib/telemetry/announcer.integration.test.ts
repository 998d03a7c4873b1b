import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { expect, onTestFinished, test } from 'vitest'
import { createAnnouncer } from '../../../lib/telemetry/announcer.ts'
import { messageOf } from '../../../lib/telemetry/message.ts'
import { finishedImport } from './support.ts'

/** Starts an EventBridge with the same response to every PutEvents. */
const startEventBridge = async (answer: object) => {
  const received: { Entries: { Detail: string }[] }[] = []
  const server = createServer(async (request, response) => {
    received.push(JSON.parse(await text(request)))
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const client = new EventBridgeClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  onTestFinished(() => {
    client.destroy()
    server.close()
  })
  return { received, client }
}

test('the event has the stage, the caller, the outcome of the import and the key of its report', async () => {
  const { received, client } = await startEventBridge({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] })
  await createAnnouncer(client, { bus: 'bus', stage: 'dev', bucket: 'bucket' })(finishedImport)
  expect(received).toEqual([
    {
      Entries: [
        {
          EventBusName: 'bus',
          Source: 'openapi-connector-import.dev',
          DetailType: 'Import Finished',
          Detail: expect.any(String),
        },
      ],
    },
  ])
  const { reportKey, ...rest } = finishedImport
  expect(JSON.parse(received[0]?.Entries[0]?.Detail ?? '')).toEqual({
    stage: 'dev',
    ...rest,
    message: messageOf(finishedImport),
    report: { bucket: 'bucket', key: reportKey },
  })
})

test('an event that is refused with status 200 is an error, so the step is retried', async () => {
  const refused = { ErrorCode: 'InternalFailure', ErrorMessage: 'not now' }
  const { client } = await startEventBridge({ FailedEntryCount: 1, Entries: [refused] })
  await expect(createAnnouncer(client, { bus: 'bus', stage: 'dev', bucket: 'bucket' })(finishedImport)).rejects.toThrow(
    'EventBridge refused the event of imp-1 for bus bus: InternalFailure not now',
  )
})

test('no event is sent without a bus', async () => {
  const { received, client } = await startEventBridge({})
  await createAnnouncer(client, { bus: '', stage: 'dev', bucket: 'bucket' })(finishedImport)
  expect(received).toEqual([])
})

test('an event without a stage has the plain source', async () => {
  const { received, client } = await startEventBridge({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] })
  await createAnnouncer(client, { bus: 'bus', stage: '', bucket: 'bucket' })(finishedImport)
  expect(received).toMatchObject([{ Entries: [{ Source: 'openapi-connector-import' }] }])
  expect(JSON.parse(received[0]?.Entries[0]?.Detail ?? '')).not.toHaveProperty('stage')
})
