import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import { createHandler } from '../../functions/start-on-schedule.ts'
import { startStack } from '../../infra/local/aws/stack.ts'
import { createDurableEngine } from '../../infra/local/durable/engine.ts'
import { createLambdaContext } from '../../infra/local/durable/lambda-context.ts'
import { createLocalImporter } from '../../infra/local/importer/local-import.ts'
import type { Kind, Quantities } from '../../infra/scale/quantities.ts'
import { delayOf } from '../../lib/request/import-request.ts'
import { documentPrefix } from '../../lib/store/keys.ts'
import { createObjectStore } from '../../lib/store/objects.ts'
import { countRequests } from './costs.ts'

/** Latencies in AWS, in seconds, in place of those of the local stack. The reads of the platform follow each other. */
const LATENCY = { s3: 0.025, dynamo: 0.006, platform: 0.1 }
/** Settings as they are deployed, where the local stack has others. All starts are delayed, by a second at most. */
const DEPLOYED = {
  LEASE_SECONDS: '1800',
  OUTAGE_AFTER: '60',
  MAX_REQUESTS_PER_SECOND: '1000',
  LOG_LEVEL: 'INFO',
  METRICS_NAMESPACE: 'scale',
  SCHEDULE_SPREAD_SECONDS: '1',
}
const DELAY = 1

/** Returns a target whose start is delayed by a second. */
const delayedTarget = () => {
  for (let i = 0; ; i++) {
    const target = { organisationId: 'bench', connectorId: `01HZ${String(i).padStart(22, '0')}`, version: 'v1' }
    if (delayOf(target, DELAY) === DELAY) return target
  }
}

/**
 * Imports a document three times on the embedded stack, as the schedule does, and counts what each import
 * uses. Its own seconds are processor time, with that of the local services, and the latencies of all round trips: they do
 * not depend on other work of this computer.
 */
export const countScheduled = async (
  folder: string,
  document: unknown,
  release: unknown,
): Promise<Record<Kind, Quantities>> => {
  const stack = await startStack({ stateDirectory: join(folder, 'scheduled'), token: 'token' })
  try {
    if (stack.platform === undefined) throw new Error('The stack has no platform.')
    const target = delayedTarget()
    stack.platform.seedConnector({ ...target, baseUrl: 'https://api.example.com', versions: ['v1'] })
    let started = ''
    const importer = createLocalImporter(stack, DEPLOYED, {
      onStart: importId => {
        started = importId
      },
    })
    const { environment } = importer
    const objects = createObjectStore(new S3Client({ forcePathStyle: true }), environment.BUCKET ?? '')
    const schedule = createHandler({ ...environment, LOG_LEVEL: 'SILENT' })
    const journals = createDurableEngine({
      directory: stack.executionsDirectory,
      handler: () => Promise.reject(new Error('Journals are only read here.')),
    })
    const write = (file: string, value: unknown) =>
      objects.write(documentPrefix(target) + file, JSON.stringify(value), 'application/json')
    const run = async (day: number): Promise<Quantities> => {
      const [counts, logged] = [countRequests(stack), countOutput()]
      await schedule({ scheduledAt: new Date(Date.UTC(2030, 0, day)).toISOString() }, context())
      const before = process.cpuUsage()
      const report = await importer.run(started)
      const { user, system } = process.cpuUsage(before)
      const { requests: _, methods, ...stores } = counts()
      const logBytes = logged()
      if (report?.outcome !== 'succeeded' && report?.outcome !== 'unchanged')
        throw new Error(`An import ended as ${report?.outcome}: ${report?.reason}`)
      const used = await journals.counters(started)
      const { GET = 0, POST = 0, PUT = 0, DELETE = 0 } = methods
      return {
        requests: { GET, POST, PUT, DELETE },
        ownSeconds:
          (user + system) / 1e6 +
          LATENCY.s3 * (stores.s3Reads + stores.s3Writes) +
          LATENCY.dynamo * (stores.dynamoReads + stores.dynamoWrites) +
          LATENCY.platform * GET,
        invocations: used?.invocations ?? 0,
        durableOperations: used?.operations ?? 0,
        checkpointBytes: used?.bytes ?? 0,
        ...stores,
        logBytes,
      }
    }
    await write('import.json', {})
    await write('api.json', document)
    const first = await run(1)
    const unchanged = await run(2)
    await write('api.json', release)
    return { first, released: await run(3), unchanged }
  } finally {
    await stack.close()
  }
}

/** Counts the bytes that this process writes to its output, and keeps them from it. @returns ends that */
const countOutput = (): (() => number) => {
  const { write } = process.stdout
  let bytes = 0
  process.stdout.write = chunk => {
    bytes += Buffer.byteLength(chunk)
    return true
  }
  return () => {
    process.stdout.write = write
    return bytes
  }
}

const context = () =>
  createLambdaContext({
    functionName: 'start-on-schedule',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:start-on-schedule',
    awsRequestId: 'bench',
    deadline: Date.now() + 300_000,
    now: Date.now,
  })
