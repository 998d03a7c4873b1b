import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { expect, onTestFinished, test } from 'vitest'
import { createAnnouncer } from '../../../lib/telemetry/announcer.ts'
import { finishedImport } from './support.ts'

/** An EventBridge that answers the same to every PutEvents. */
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

test('one event tells how the import ended and where its report is', async () => {
  const { received, client } = await startEventBridge({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] })
  await createAnnouncer(client, 'bus', 'bucket')(finishedImport)
  expect(received).toEqual([
    {
      Entries: [
        {
          EventBusName: 'bus',
          Source: 'openapi-connector-import',
          DetailType: 'Import Finished',
          Detail: expect.any(String),
        },
      ],
    },
  ])
  const { reportKey, ...rest } = finishedImport
  expect(JSON.parse(received[0]?.Entries[0]?.Detail ?? '')).toEqual({
    ...rest,
    report: { bucket: 'bucket', key: reportKey },
  })
})

test('an event that is refused inside a good answer is an error, for the step to try again', async () => {
  const refused = { ErrorCode: 'InternalFailure', ErrorMessage: 'not now' }
  const { client } = await startEventBridge({ FailedEntryCount: 1, Entries: [refused] })
  await expect(createAnnouncer(client, 'bus', 'bucket')(finishedImport)).rejects.toThrow(
    'EventBridge did not take the event of imp-1 on bus: InternalFailure not now',
  )
})

test('without a bus nothing is sent', async () => {
  const { received, client } = await startEventBridge({})
  await createAnnouncer(client, '', 'bucket')(finishedImport)
  expect(received).toEqual([])
})
