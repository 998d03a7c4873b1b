import { ACCOUNT, BUCKET, CHECK_TARGET, KMS_KEY, RUN_IMPORT, TABLE } from './names.ts'

const writeLog = (name: string) => ({
  Sid: 'WriteLog',
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: `arn:aws:logs:${ACCOUNT}:log-group:/aws/lambda/connector-import-dev-${name}:*`,
})

const role = (name: string, statements: readonly object[]) => ({
  AssumeRolePolicyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  },
  Policies: [{ PolicyName: name, PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
})

/** Each function's own, too. */
export const WRITE_TRACES = {
  Sid: 'WriteTraces',
  Effect: 'Allow',
  Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  Resource: '*',
}

const sendMessage = (Sid: string, queue: string) => ({
  Sid,
  Effect: 'Allow',
  Action: 'sqs:SendMessage',
  Resource: `${queue}.Arn`,
})

/** Each function's own, where there is a key of one's own. */
export const USE_KEY = {
  Sid: 'UseKey',
  Effect: 'Allow',
  Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
  Resource: KMS_KEY,
  Condition: {
    StringEquals: {
      'kms:ViaService': ['dynamodb', 'lambda', 's3', 'sqs'].map(service => `${service}.eu-west-1.amazonaws.com`),
    },
  },
}

const START_IMPORT = {
  Sid: 'StartImport',
  Effect: 'Allow',
  Action: 'lambda:InvokeFunction',
  Resource: `${RUN_IMPORT}:durable`,
}

const ANNOUNCE_IMPORTS = {
  Sid: 'AnnounceImports',
  Effect: 'Allow',
  Action: 'events:PutEvents',
  Resource: `arn:aws:events:${ACCOUNT}:event-bus/default`,
  Condition: { StringEquals: { 'events:source': 'openapi-connector-import.dev' } },
}

const READ_TOKEN = {
  Sid: 'ReadToken',
  Effect: 'Allow',
  Action: 'secretsmanager:GetSecretValue',
  Resource: `arn:aws:secretsmanager:${ACCOUNT}:secret:connect/dev/api-token-??????`,
}

const LIST_DOCUMENTS = {
  Sid: 'ListDocuments',
  Effect: 'Allow',
  Action: 's3:ListBucket',
  Resource: BUCKET,
  Condition: { StringLikeIfExists: { 's3:prefix': ['documents/*'] } },
}

/** Everything that the functions may do. */
export const ROLES = {
  StartOnUploadRole: role('start-on-upload', [
    START_IMPORT,
    { Sid: 'ReadDocuments', Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET}/documents/*` },
    LIST_DOCUMENTS,
    writeLog('start-on-upload'),
    sendMessage('KeepFailedEvents', 'UploadEventsDeadLetterQueue'),
    WRITE_TRACES,
  ]),
  RunImportRole: role('run-import', [
    {
      Sid: 'ReadDocuments',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:GetObjectVersion'],
      Resource: `${BUCKET}/documents/*`,
    },
    {
      Sid: 'KeepPlansReportsAndLedgers',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: [`${BUCKET}/imports/*`, `${BUCKET}/ledgers/*`, `${BUCKET}/connectors/*`],
    },
    {
      Sid: 'KeepFetchedDocuments',
      Effect: 'Allow',
      Action: 's3:PutObject',
      Resource: `${BUCKET}/documents/*/fetched/*`,
    },
    {
      Sid: 'ListOwnPrefixes',
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: BUCKET,
      Condition: { StringLikeIfExists: { 's3:prefix': ['documents/*', 'imports/*', 'ledgers/*', 'connectors/*'] } },
    },
    READ_TOKEN,
    {
      Sid: 'KeepRecordsLocksAndPace',
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
      Resource: TABLE,
    },
    {
      Sid: 'CheckpointOwnExecutions',
      Effect: 'Allow',
      Action: ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'],
      Resource: `${RUN_IMPORT}:*/durable-execution/*/*`,
    },
    writeLog('run-import'),
    ANNOUNCE_IMPORTS,
    sendMessage('KeepFailedImports', 'FailedImportsQueue'),
    WRITE_TRACES,
  ]),
  CloseImportRole: role('close-import', [
    {
      Sid: 'ReadPlansAndWriteReportsAndLedgers',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: [`${BUCKET}/imports/*`, `${BUCKET}/ledgers/*`],
    },
    {
      Sid: 'ListOwnPrefixes',
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: BUCKET,
      Condition: { StringLikeIfExists: { 's3:prefix': ['imports/*', 'ledgers/*'] } },
    },
    {
      Sid: 'CloseRecordsAndReleaseLocks',
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
      Resource: TABLE,
    },
    writeLog('close-import'),
    ANNOUNCE_IMPORTS,
    {
      Sid: 'TakeFailedImports',
      Effect: 'Allow',
      Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      Resource: 'FailedImportsQueue.Arn',
    },
    sendMessage('KeepUnclosedImports', 'UnclosedImportsQueue'),
    WRITE_TRACES,
  ]),
  ApiRole: role('api', [
    START_IMPORT,
    { Sid: 'CheckTarget', Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: CHECK_TARGET },
    {
      Sid: 'StopImport',
      Effect: 'Allow',
      Action: 'lambda:StopDurableExecution',
      Resource: `${RUN_IMPORT}:*/durable-execution/*/*`,
    },
    {
      Sid: 'LookAtAndUploadDocuments',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: `${BUCKET}/documents/*`,
    },
    { Sid: 'HandOutReports', Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET}/imports/*/report.*` },
    {
      Sid: 'WriteAndHandOutOverviews',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: `${BUCKET}/overviews/*`,
    },
    LIST_DOCUMENTS,
    {
      Sid: 'OpenAndReadRecords',
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
      Resource: TABLE,
    },
    {
      Sid: 'ReadHistoryAndConnectors',
      Effect: 'Allow',
      Action: 'dynamodb:Query',
      Resource: [TABLE, `${TABLE}/index/history`],
    },
    writeLog('api'),
    WRITE_TRACES,
  ]),
  CheckTargetRole: role('check-target', [READ_TOKEN, writeLog('check-target'), WRITE_TRACES]),
  StartOnScheduleRole: role('start-on-schedule', [
    START_IMPORT,
    { Sid: 'ReadOptions', Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET}/documents/*` },
    LIST_DOCUMENTS,
    writeLog('start-on-schedule'),
    WRITE_TRACES,
  ]),
}
