import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import { createHandler } from '../../functions/api.ts'
import { startStack } from '../../infra/local/aws/stack.ts'
import { createObjectStore } from '../../lib/store/objects.ts'
import { lambdaContext } from '../functions/support.ts'
import { eventOf, member } from '../lib/api/support/event.ts'
import { type DelayedService, delayService } from './delayed-service.ts'

export type Starting = {
  /** Milliseconds that each answer took. */
  readonly answers: readonly number[]
  /** Round trips of all answers together. */
  readonly roundTrips: { readonly s3: number; readonly dynamodb: number; readonly lambda: number }
}

const TARGET = { organisationId: 'bench', connectorId: 'api', version: 'v1' }
const KEY = 'documents/bench/api/v1/api.json'

/** Starts imports by the API, one after the other, where each round trip to AWS takes so many milliseconds. */
export const measureStarting = async (folder: string, count: number, roundTrip: number): Promise<Starting> => {
  const stack = await startStack({ stateDirectory: join(folder, 'starting'), token: 'token' })
  const { environment } = stack
  const { BUCKET = '', IMPORT_FUNCTION = '' } = environment
  const delayed = (name: string): Promise<DelayedService> =>
    delayService(environment[`AWS_ENDPOINT_URL_${name}`] ?? '', roundTrip)
  const [s3, dynamodb, lambda] = await Promise.all([delayed('S3'), delayed('DYNAMODB'), delayed('LAMBDA')])
  try {
    stack.lambda.register(IMPORT_FUNCTION, async () => ({ arn: 'arn:execution' }))
    Object.assign(process.env, environment)
    await createObjectStore(new S3Client({ forcePathStyle: true }), BUCKET).write(KEY, '{}', 'application/json')
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url,
      AWS_ENDPOINT_URL_LAMBDA: lambda.url,
    })
    const handler = createHandler({ ...environment, LOG_LEVEL: 'SILENT' })
    const start = async (idempotencyKey: string): Promise<number> => {
      const body = { target: TARGET, source: { key: KEY } }
      const headers = { 'idempotency-key': idempotencyKey }
      const event = eventOf('POST /imports', { as: member(TARGET.organisationId), body, headers })
      const begin = performance.now()
      const { statusCode } = await handler(event, lambdaContext('api'))
      const milliseconds = performance.now() - begin
      if (statusCode !== 202) throw new Error(`An import was not started: ${statusCode}.`)
      return milliseconds
    }
    // The first one makes clients and connections.
    await start('warm-up')
    const counts = () => ({ s3: s3.count(), dynamodb: dynamodb.count(), lambda: lambda.count() })
    const before = counts()
    const answers: number[] = []
    for (let i = 0; i < count; i++) answers.push(await start(`import-${i}`))
    const after = counts()
    const roundTrips = {
      s3: after.s3 - before.s3,
      dynamodb: after.dynamodb - before.dynamodb,
      lambda: after.lambda - before.lambda,
    }
    return { answers, roundTrips }
  } finally {
    await Promise.all([s3.close(), dynamodb.close(), lambda.close()])
    await stack.close()
  }
}
