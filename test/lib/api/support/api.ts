import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll } from 'vitest'
import { createHandler } from '../../../../functions/api.ts'
import type { AsyncInvocation } from '../../../../infra/local/aws/lambda.ts'
import { type Stack, startStack } from '../../../../infra/local/aws/stack.ts'
import type { ApiResponse } from '../../../../lib/api/response.ts'
import { ROUTES } from '../../../../lib/api/router.ts'
import { createObjectStore, type ObjectStore } from '../../../../lib/store/objects.ts'
import { createRecordStore, type RecordStore } from '../../../../lib/store/records.ts'
import { lambdaContext } from '../../../functions/support.ts'
import { createJudge } from './description.ts'
import { eventOf, type Request } from './event.ts'

/** Response with a parsed body. */
export type ParsedResponse = Omit<ApiResponse, 'body'> & { readonly body: Record<string, unknown> }

/** Provides the handler with an embedded stack to a test file. Responses are validated against the description. */
export const useApi = () => {
  let stack: Stack
  let directory = ''
  let objects: ObjectStore
  let records: RecordStore
  const invocations: AsyncInvocation[] = []
  const judge = createJudge()
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'api-'))
    stack = await startStack({ stateDirectory: directory, token: 'token' })
    Object.assign(process.env, stack.environment, { LOG_LEVEL: 'SILENT' })
    const { BUCKET = '', TABLE = '', IMPORT_FUNCTION = '' } = stack.environment
    objects = createObjectStore(new S3Client({ forcePathStyle: true }), BUCKET)
    records = createRecordStore(new DynamoDBClient({}), TABLE, Date.now)
    stack.lambda.register(IMPORT_FUNCTION, async invocation => {
      invocations.push(invocation)
      return { arn: 'arn:execution' }
    })
  })
  afterAll(async () => {
    await stack.close()
    await rm(directory, { recursive: true, force: true })
  })

  /** Sends one request, such as `GET /imports/imp-1`. */
  const call = async (
    route: string,
    request: Request = {},
    settings: Readonly<Record<string, string>> = {},
  ): Promise<ParsedResponse> => {
    const handler = createHandler({ ...stack.environment, LOG_LEVEL: 'SILENT', ...settings })
    const event = eventOf(route, request)
    const answer = await handler(event, lambdaContext('api'))
    const body = !answer.body ? {} : JSON.parse(answer.body)
    const { method } = event.requestContext.http
    const path = event.rawPath
      .replace(/^\/imports\/[^/]+(?=$|\/cancel$)/, '/imports/{id}')
      .replace(/^\/targets\/[^/]+\/[^/]+\/check$/, '/targets/{organisation}/{connector}/check')
    if (ROUTES.some(described => described.method === method && described.path === path))
      judge.answer(method, path, answer.statusCode, answer.headers['content-type'] ?? '', body)
    return { ...answer, body }
  }
  return {
    call,
    stack: () => stack,
    objects: () => objects,
    records: () => records,
    /** Invocations of the import function in this test file. */
    invocations,
  }
}
