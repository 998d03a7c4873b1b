import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { createHandler, type Overrides } from '../../../../functions/run-import.ts'
import { createDurableEngine } from '../../../../infra/local/durable/engine.ts'
import { serve } from '../../../../infra/local/http/listen.ts'
import type { FinishedImport, ImportResult } from '../../../../lib/import/model.ts'
import { createObjectStore, type ObjectStore } from '../../../../lib/store/objects.ts'
import { ORGANISATION } from '../connect-emulator/harness.ts'
import { fakeClock } from '../durable/support.ts'
import { pets } from './documents.ts'
import { useStack } from './support.ts'

const stack = useStack()

const objectsOf = (): ObjectStore => {
  const { BUCKET = '' } = stack.stack().environment
  return createObjectStore(new S3Client({ forcePathStyle: true }), BUCKET)
}

/** Imports a document with replaced dependencies; waits are skipped. */
const importWith = async (connectorId: string, override: (objects: ObjectStore) => Overrides) => {
  stack.seed(connectorId)
  // Points the AWS SDK to the stack.
  const { record } = stack.importer()
  const objects = objectsOf()
  const key = `documents/${ORGANISATION}/${connectorId}/v1/api.json`
  await objects.write(key, JSON.stringify(pets()), 'application/json')
  const events: FinishedImport[] = []
  const order: string[] = []
  const watched: ObjectStore = {
    ...objects,
    read: (read, options) => {
      order.push('read')
      return objects.read(read, options)
    },
  }
  const overrides: Overrides = {
    objects: watched,
    meter: { finished: async () => {}, age: async () => void order.push('age') },
    announce: async event => void events.push(event),
    ...override(watched),
  }
  const handler = createHandler({ ...stack.stack().environment, LOG_LEVEL: 'SILENT' }, overrides)
  const { now, sleep } = fakeClock()
  const directory = join(stack.directory(), `faults-${connectorId}`)
  const engine = createDurableEngine({ directory, handler, now, sleep })
  const target = { organisationId: ORGANISATION, connectorId, version: 'v1' }
  const source = { bucket: stack.stack().environment.BUCKET, key }
  const importId = `imp-${connectorId}`
  await engine.start({ name: importId, payload: { importId, target, source } })
  const execution = await engine.run(importId)
  if (execution.status !== 'SUCCEEDED') throw new Error(execution.error.ErrorMessage)
  const result = execution.result as ImportResult
  const report = JSON.parse(Buffer.from((await objects.read(result.reportKey)) ?? []).toString())
  return { result, report, record: await record(importId), events, order }
}

const broken = (message: string) => async (): Promise<never> => {
  throw new TypeError(message)
}

test('a fault in a step ends in a report, a record and an event, with the message of the error', async () => {
  const ledgers = { read: broken('ledger.versions is not iterable'), write: broken('never reached') }
  const { result, report, record, events } = await importWith('fault-step', () => ({ ledgers }))
  const reason = expect.stringContaining(
    'failed in the step "target": TypeError: ledger.versions is not iterable. This is',
  )
  const ended = { outcome: 'failed', reason }
  expect(result).toMatchObject(ended)
  expect(result).not.toHaveProperty('badInput')
  expect(report).toMatchObject({ ...ended, document: { bytes: JSON.stringify(pets()).length } })
  expect(record).toMatchObject({ status: 'failed', reason })
  expect(events).toMatchObject([{ ...ended, importId: 'imp-fault-step' }])
})

test('the lock of an import with a fault is free', async () => {
  const fault = (objects: ObjectStore): Overrides => ({
    objects: {
      ...objects,
      writeJson: (key, value) => (key.endsWith('plan.json.gz') ? broken('no plan')() : objects.writeJson(key, value)),
    },
  })
  const { report } = await importWith('fault-lock', fault)
  expect(report).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('TypeError: no plan') })
  expect(await stack.run('fault-lock', pets())).toMatchObject({ outcome: 'succeeded' })
})

test('a fault while actions are written keeps what is written in the ledger and in the report', async () => {
  const fault = (objects: ObjectStore): Overrides => ({
    objects: {
      ...objects,
      writeJson: (key, value) => (key.includes('/actions/') ? broken('disk on fire')() : objects.writeJson(key, value)),
    },
  })
  const { report } = await importWith('fault-write', fault)
  expect(report).toMatchObject({ outcome: 'failed', counts: { definitions: { created: 4 } } })
  expect(report.reason).toContain('in the step "actions-0": TypeError: disk on fire')
  const next = await stack.run('fault-write', pets())
  expect(next).toMatchObject({
    outcome: 'succeeded',
    counts: { definitions: { unchanged: 4 }, actions: { created: 8 } },
  })
})

test('a fault between the steps ends in a report as well', async () => {
  const meter = { finished: async () => {}, age: broken('stdout is closed') }
  const { report } = await importWith('fault-between', () => ({ meter }))
  const reason = expect.stringMatching(
    /^The importer failed: TypeError: stdout is closed\. This is a fault of the importer/,
  )
  expect(report).toMatchObject({ outcome: 'failed', reason })
})

test('an import whose start can not be recorded ends in a report', async () => {
  const { report, order } = await importWith('fault-start', () => {
    let saves = 0
    const save = async () => {
      saves += 1
      if (saves <= 6) throw new Error('ProvisionedThroughputExceededException')
      return false
    }
    const absent = broken('not used')
    return { records: { save, open: absent, find: absent, finish: async () => true, requestCancel: absent } }
  })
  expect(report).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('failed in the step "start"') })
  expect(order).not.toContain('age')
})

test('the age is measured before anything is read', async () => {
  const { report, order } = await importWith('age', () => ({}))
  expect(report).toMatchObject({ outcome: 'succeeded' })
  expect(order[0]).toBe('age')
  expect(order).toContain('read')
})

const answers = [
  { code: 'InvalidObjectState', status: 403, reason: 'it is archived (storage class Glacier)', badInput: true },
  { code: 'AccessDenied', status: 403, reason: 'access denied', badInput: undefined },
] as const

test.each(answers)('a document that S3 refuses with $code ends the import with a sentence', async answer => {
  const { code, status, reason, badInput } = answer
  const { url, close } = await serve(async (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/xml' })
    response.end(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>No.</Message></Error>`)
  })
  const client = new S3Client({ endpoint: url, forcePathStyle: true })
  const refusing = createObjectStore(client, 'b')
  const name = `s3-${code.toLowerCase()}`
  try {
    const { result, report } = await importWith(name, objects => ({
      objects: {
        ...objects,
        read: (key, options) => (key.endsWith('api.json') ? refusing.read(key, options) : objects.read(key, options)),
      },
    }))
    const message = expect.stringContaining(`Can't read documents/${ORGANISATION}/${name}/v1/api.json: ${reason}.`)
    expect(report).toMatchObject({ outcome: 'failed', reason: message, requests: { sent: 0 } })
    expect(result.badInput).toBe(badInput)
  } finally {
    client.destroy()
    await close()
  }
})
