import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ClientRequest } from 'node:http'
import { join } from 'node:path'
import { type Stack, startStack } from '../../infra/local/aws/stack.ts'
import { createDurableEngine } from '../../infra/local/durable/engine.ts'
import { createLocalImporter } from '../../infra/local/importer/local-import.ts'

/** What AWS counts of one import, from the upload to the report. */
export type Usage = {
  readonly requests: number
  readonly durableOperations: number
  readonly checkpointBytes: number
  /** Lists are among them: they have the same price. */
  readonly s3Writes: number
  readonly s3Reads: number
  readonly dynamoWrites: number
  /** Of `run-import`, at work. */
  readonly seconds: number
}

/** Settings as they are deployed, where the local stack has others; a shorter quiet period, for which nothing is paid. */
const DEPLOYED = { LEASE_SECONDS: '1800', OUTAGE_AFTER: '60', QUIET_SECONDS: '1' }
/** Time that an import waits for the end of the quiet period. */
const WAITING = 2
const CHANNEL = 'http.client.request.start'

/** Imports a document twice on the embedded stack, at the pace that is deployed, and counts what each import uses. */
export const measureCosts = async (
  folder: string,
  document: unknown,
): Promise<{ readonly first: Usage; readonly again: Usage }> => {
  const stack = await startStack({ stateDirectory: join(folder, 'costs'), token: 'token' })
  try {
    const target = { organisationId: 'bench', connectorId: '01HZ00000000000000000000AP', version: 'v1' }
    stack.platform?.seedConnector({ ...target, baseUrl: 'https://api.example.com', versions: ['v1'] })
    const importer = createLocalImporter(stack, DEPLOYED, { keepsAccepted: false })
    const files = new Map([['api.json', Buffer.from(JSON.stringify(document))]])
    const journals = createDurableEngine({
      directory: stack.executionsDirectory,
      handler: () => Promise.reject(new Error('Journals are only read here.')),
    })
    const run = async (): Promise<Usage> => {
      const counts = countRequests(stack)
      const importId = await importer.start({ target, options: {}, root: 'api.json', files })
      const begin = performance.now()
      const report = await importer.run(importId)
      const seconds = (performance.now() - begin) / 1000 - WAITING
      if (report?.outcome !== 'succeeded' && report?.outcome !== 'unchanged')
        throw new Error(`An import ended as ${report?.outcome}.`)
      const counters = await journals.counters(importId)
      const { requests, s3Writes, s3Reads, dynamoWrites } = counts()
      return {
        ...{ requests, s3Writes, s3Reads, dynamoWrites },
        durableOperations: counters?.operations ?? 0,
        checkpointBytes: counters?.bytes ?? 0,
        seconds,
      }
    }
    return { first: await run(), again: await run() }
  } finally {
    await stack.close()
  }
}

type Counts = Pick<Usage, 'requests' | 's3Writes' | 's3Reads' | 'dynamoWrites'> & {
  readonly dynamoReads: number
  readonly methods: Record<string, number>
}

/** Counts the requests that this process sends. @returns ends that */
export const countRequests = ({ environment }: Stack): (() => Counts) => {
  const hostOf = (name: string): string => new URL(environment[name] ?? '').host
  const [platform, s3, dynamo] = ['CONNECT_API_URL', 'AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL_DYNAMODB'].map(hostOf)
  const methods: Record<string, number> = {}
  const counts = { requests: 0, s3Writes: 0, s3Reads: 0, dynamoWrites: 0, dynamoReads: 0, methods }
  const count = (message: unknown): void => {
    const { request } = message as { request: ClientRequest }
    const host = request.getHeader('host')
    if (host === platform) {
      counts.requests += 1
      methods[request.method] = (methods[request.method] ?? 0) + 1
    } else if (host === s3) counts[isRead(request) ? 's3Reads' : 's3Writes'] += 1
    else if (host === dynamo)
      counts[
        /Put|Update|Delete|Write/.test(String(request.getHeader('x-amz-target'))) ? 'dynamoWrites' : 'dynamoReads'
      ] += 1
  }
  subscribe(CHANNEL, count)
  return () => {
    unsubscribe(CHANNEL, count)
    return counts
  }
}

const isRead = ({ method, path }: ClientRequest): boolean =>
  ['GET', 'HEAD'].includes(method) && !/list-type=/.test(path)
