import { ACCOUNT, BUCKET, RUN_IMPORT, TABLE } from './names.ts'

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

/** Everything that the functions may do. */
export const ROLES = {
  StartOnUploadRole: role('start-on-upload', [
    { Sid: 'StartImport', Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: `${RUN_IMPORT}:durable` },
    writeLog('start-on-upload'),
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
      Resource: [`${BUCKET}/imports/*`, `${BUCKET}/ledgers/*`],
    },
    {
      Sid: 'ListOwnPrefixes',
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: BUCKET,
      Condition: { StringLikeIfExists: { 's3:prefix': ['documents/*', 'imports/*', 'ledgers/*'] } },
    },
    {
      Sid: 'ReadToken',
      Effect: 'Allow',
      Action: 'secretsmanager:GetSecretValue',
      Resource: `arn:aws:secretsmanager:${ACCOUNT}:secret:connect/api-token-??????`,
    },
    {
      Sid: 'KeepRecordsAndLocks',
      Effect: 'Allow',
      Action: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
      Resource: TABLE,
    },
    { Sid: 'ReadHistory', Effect: 'Allow', Action: 'dynamodb:Query', Resource: `${TABLE}/index/history` },
    {
      Sid: 'CheckpointOwnExecutions',
      Effect: 'Allow',
      Action: ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'],
      Resource: `${RUN_IMPORT}:*/durable-execution/*/*`,
    },
    writeLog('run-import'),
  ]),
}
