const CLIENTS = {
  dynamodb:
    "import { DynamoDBClient, GetItemCommand, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'",
  eventbridge: "import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'",
  lambda: "import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'",
  post: "import { createPresignedPost } from '@aws-sdk/s3-presigned-post'",
  presigner: "import { getSignedUrl } from '@aws-sdk/s3-request-presigner'",
  s3: "import { CompleteMultipartUploadCommand, CreateMultipartUploadCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client, UploadPartCommand } from '@aws-sdk/client-s3'",
  secrets: "import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'",
}

type Client = keyof typeof CLIENTS

/** The parts of the SDK that each function has. */
const FUNCTIONS: Readonly<Record<string, readonly Client[]>> = {
  api: ['dynamodb', 'lambda', 'post', 'presigner', 's3'],
  'check-target': ['secrets'],
  'close-import': ['dynamodb', 'eventbridge', 's3'],
  'run-import': ['dynamodb', 'eventbridge', 's3', 'secrets'],
  'start-on-schedule': ['lambda', 's3'],
  'start-on-upload': ['lambda', 's3'],
}

/** For each function a handler of middy that has the same clients, and does nothing with them. */
export const bareHandlers = (): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(FUNCTIONS).map(([name, clients]) => [name, bareHandler(name, clients)]))

const bareHandler = (name: string, clients: readonly Client[]): string => {
  const imports = clients.map(client => CLIENTS[client])
  const names = imports.flatMap(line => /\{ (.+) \}/.exec(line)?.[1]?.split(', ') ?? [])
  // A durable handler of middy's comes with the durable SDK, however bare it is.
  const durable = name === 'run-import'
  return [
    ...imports,
    "import middy from '@middy/core'",
    ...(durable ? ["import { executionModeDurableContext } from '@middy/core/executionModeDurableContext'"] : []),
    // As the real ones, it makes its clients only when it is called.
    `const parts = () => [${names.join(', ')}].map(part => part({}))`,
    `export const handler = middy(async () => parts()${durable ? ', { executionMode: executionModeDurableContext }' : ''})`,
  ].join('\n')
}
