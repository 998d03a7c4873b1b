import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')

type Statement = {
  readonly Sid: string
  readonly Effect: string
  readonly Action: readonly string[]
  readonly Resource: string | readonly string[]
  readonly Condition?: unknown
}

const readPolicy = (name: string): { readonly Version: string; readonly Statement: readonly Statement[] } =>
  JSON.parse(readFileSync(join(ROOT, 'examples/policies', `${name}.json`), 'utf8'))

/** Returns the actions of a service, such as `s3:PutObject`. */
const of = (service: string, names: string): string[] => names.split(' ').map(name => `${service}:${name}`)

/** The types of resources in the template, with the actions that CloudFormation needs for them. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  'AWS::ApiGatewayV2::Api': of('apigateway', 'DELETE GET PATCH POST PUT'),
  'AWS::ApiGatewayV2::Authorizer': of('apigateway', 'DELETE GET PATCH POST'),
  'AWS::ApiGatewayV2::Integration': of('apigateway', 'DELETE GET PATCH POST'),
  'AWS::ApiGatewayV2::Route': of('apigateway', 'DELETE GET PATCH POST'),
  'AWS::ApiGatewayV2::Stage': [
    ...of('apigateway', 'DELETE GET PATCH POST'),
    ...of('logs', 'CreateLogDelivery DeleteLogDelivery DescribeLogGroups DescribeResourcePolicies GetLogDelivery'),
    ...of('logs', 'ListLogDeliveries PutResourcePolicy UpdateLogDelivery'),
  ],
  'AWS::CloudWatch::Alarm': of(
    'cloudwatch',
    'DeleteAlarms DescribeAlarms ListTagsForResource PutMetricAlarm TagResource UntagResource',
  ),
  'AWS::CloudWatch::Dashboard': of('cloudwatch', 'DeleteDashboards GetDashboard PutDashboard'),
  'AWS::DynamoDB::Table': [
    ...of('dynamodb', 'CreateTable DeleteTable DescribeContinuousBackups DescribeTable DescribeTimeToLive'),
    ...of('dynamodb', 'ListTagsOfResource TagResource UntagResource UpdateContinuousBackups UpdateTable'),
    ...of('dynamodb', 'UpdateTimeToLive'),
  ],
  'AWS::Events::Rule': [
    ...of('events', 'DeleteRule DescribeRule ListTagsForResource ListTargetsByRule PutRule PutTargets'),
    ...of('events', 'RemoveTargets TagResource UntagResource'),
  ],
  'AWS::IAM::Role': [
    ...of('iam', 'CreateRole DeleteRole DeleteRolePolicy GetRole GetRolePolicy PutRolePolicy TagRole UntagRole'),
    ...of('iam', 'UpdateAssumeRolePolicy'),
  ],
  'AWS::Lambda::Alias': of('lambda', 'CreateAlias DeleteAlias GetAlias UpdateAlias'),
  'AWS::Lambda::EventInvokeConfig': [
    ...of('lambda', 'DeleteFunctionEventInvokeConfig GetFunctionEventInvokeConfig PutFunctionEventInvokeConfig'),
    ...of('lambda', 'UpdateFunctionEventInvokeConfig'),
  ],
  'AWS::Lambda::EventSourceMapping': [
    ...of('lambda', 'CreateEventSourceMapping DeleteEventSourceMapping GetEventSourceMapping ListTags TagResource'),
    ...of('lambda', 'UntagResource UpdateEventSourceMapping'),
  ],
  'AWS::Lambda::Function': [
    ...of('lambda', 'CreateFunction DeleteFunction DeleteFunctionConcurrency GetFunction GetFunctionConfiguration'),
    ...of('lambda', 'ListTags PutFunctionConcurrency TagResource UntagResource UpdateFunctionCode'),
    ...of('lambda', 'UpdateFunctionConfiguration'),
    'iam:PassRole',
    ...of('kms', 'CreateGrant Decrypt DescribeKey Encrypt GenerateDataKey'),
  ],
  'AWS::Lambda::Permission': of('lambda', 'AddPermission GetPolicy RemovePermission'),
  'AWS::Lambda::Version': of('lambda', 'ListVersionsByFunction PublishVersion'),
  'AWS::Logs::LogGroup': [
    ...of('logs', 'AssociateKmsKey CreateLogGroup DeleteLogGroup DescribeLogGroups DisassociateKmsKey'),
    ...of('logs', 'ListTagsForResource PutRetentionPolicy TagResource UntagResource'),
  ],
  'AWS::Logs::MetricFilter': of('logs', 'DeleteMetricFilter DescribeMetricFilters PutMetricFilter'),
  'AWS::S3::Bucket': [
    ...of('s3', 'CreateBucket DeleteBucket ListBucket PutBucketCORS PutBucketNotification PutBucketOwnershipControls'),
    ...of('s3', 'PutBucketPublicAccessBlock PutBucketTagging PutBucketVersioning PutEncryptionConfiguration'),
    ...of('s3', 'PutLifecycleConfiguration'),
  ],
  'AWS::S3::BucketPolicy': of('s3', 'DeleteBucketPolicy GetBucketPolicy PutBucketPolicy'),
  'AWS::SNS::Subscription': of('sns', 'ListSubscriptionsByTopic Subscribe Unsubscribe'),
  'AWS::SNS::Topic': [
    ...of('sns', 'CreateTopic DeleteTopic GetTopicAttributes ListTagsForResource SetTopicAttributes TagResource'),
    ...of('sns', 'UntagResource'),
  ],
  'AWS::SNS::TopicPolicy': of('sns', 'SetTopicAttributes'),
  'AWS::SQS::Queue': [
    ...of('sqs', 'CreateQueue DeleteQueue GetQueueAttributes ListQueueTags SetQueueAttributes TagQueue UntagQueue'),
  ],
  'AWS::SQS::QueuePolicy': of('sqs', 'SetQueueAttributes'),
  'AWS::Scheduler::Schedule': [
    ...of('scheduler', 'CreateSchedule DeleteSchedule GetSchedule UpdateSchedule'),
    'iam:PassRole',
  ],
}

/** Types of the resources that osls adds. */
const OF_OSLS = [
  'AWS::Lambda::Alias',
  'AWS::Lambda::Function',
  'AWS::Lambda::Version',
  'AWS::Logs::LogGroup',
  'AWS::S3::BucketPolicy',
]

/** The actions of the commands deploy, rollback and remove of osls. */
const DEPLOYMENT = [
  ...of('cloudformation', 'CreateChangeSet CreateStack DeleteChangeSet DeleteStack DescribeChangeSet'),
  ...of('cloudformation', 'DescribeStackEvents DescribeStackResource DescribeStacks ExecuteChangeSet GetTemplate'),
  ...of('cloudformation', 'ListStackResources UpdateStack ValidateTemplate'),
  ...of('s3', 'DeleteObject GetObject ListBucket ListBucketVersions PutObject'),
  'lambda:GetFunction',
]

/** Actions that have no resource, or are called before the resource has a name. */
const WITHOUT_RESOURCE = [
  ...of('lambda', 'CreateEventSourceMapping DeleteEventSourceMapping GetEventSourceMapping UpdateEventSourceMapping'),
  'cloudformation:ValidateTemplate',
  ...of('logs', 'CreateLogDelivery DeleteLogDelivery DescribeLogGroups DescribeResourcePolicies GetLogDelivery'),
  ...of('logs', 'ListLogDeliveries PutResourcePolicy UpdateLogDelivery'),
]

const typesOfTemplate = (): string[] => {
  const files = readdirSync(join(ROOT, 'infra')).filter(file => file.endsWith('.yml'))
  const text = files.map(file => readFileSync(join(ROOT, 'infra', file), 'utf8')).join('\n')
  return [...text.matchAll(/^ {4}Type: (AWS::\w+::\w+)$/gm)].map(([, type = '']) => type)
}

const actionsOf = (statements: readonly Statement[]): string[] => statements.flatMap(({ Action }) => Action)
const sorted = (items: readonly string[]): string[] => [...new Set(items)].toSorted()

test.for(['deployer', 'uploader'])('the sample policy %s names each action once, without wildcards', name => {
  const { Version, Statement } = readPolicy(name)
  expect(Version).toBe('2012-10-17')
  expect(new Set(Statement.map(({ Sid }) => Sid)).size).toBe(Statement.length)
  expect(Statement.map(({ Effect }) => Effect)).toEqual(Statement.map(() => 'Allow'))
  expect(actionsOf(Statement).filter(action => !/^[a-z0-9]+:[A-Za-z]+$/.test(action))).toEqual([])
})

describe('the sample policy of a deployer', () => {
  const { Statement } = readPolicy('deployer')

  test('has the actions that the resources of the template need, and no others', () => {
    const types = sorted([...typesOfTemplate(), ...OF_OSLS])
    expect(types).toEqual(Object.keys(ACTIONS).toSorted())
    expect(sorted(actionsOf(Statement))).toEqual(sorted([...DEPLOYMENT, ...Object.values(ACTIONS).flat()]))
  })

  test('is limited to resources of one stage', () => {
    const everywhere = Statement.filter(({ Resource }) => [Resource].flat().includes('*'))
    expect(sorted(actionsOf(everywhere))).toEqual(sorted(WITHOUT_RESOURCE))
    const others = Statement.flatMap(({ Resource }) => Resource).filter(arn => !arn.includes('connector-import-STAGE'))
    expect(sorted(others)).toEqual([
      '*',
      'KMS_KEY_ARN',
      'arn:aws:apigateway:REGION::/apis',
      'arn:aws:apigateway:REGION::/apis/*',
      'arn:aws:apigateway:REGION::/tags/*',
      'arn:aws:lambda:REGION:ACCOUNT:event-source-mapping:*',
    ])
  })

  test('maps event sources to functions of one stage', () => {
    expect(Statement.find(({ Sid }) => Sid === 'EventSourceMappings')?.Condition).toEqual({
      ArnLike: { 'lambda:FunctionArn': 'arn:aws:lambda:REGION:ACCOUNT:function:connector-import-STAGE-*' },
    })
  })

  test('passes roles to the services of the template only', () => {
    expect(Statement.find(({ Action }) => Action.includes('iam:PassRole'))).toMatchObject({
      Action: ['iam:PassRole'],
      Condition: { StringEquals: { 'iam:PassedToService': ['lambda.amazonaws.com', 'scheduler.amazonaws.com'] } },
    })
  })
})

test('the sample policy of an uploader is limited to the documents of one organisation', () => {
  const { Statement } = readPolicy('uploader')
  expect(Statement.map(({ Action, Resource, Condition }) => ({ Action, Resource, Condition }))).toEqual([
    { Action: ['s3:PutObject'], Resource: 'arn:aws:s3:::BUCKET/documents/ORGANISATION_ID/*', Condition: undefined },
    {
      Action: ['s3:ListBucket'],
      Resource: 'arn:aws:s3:::BUCKET',
      Condition: { StringLike: { 's3:prefix': 'documents/ORGANISATION_ID/*' } },
    },
    {
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: 'KMS_KEY_ARN',
      Condition: { StringEquals: { 'kms:ViaService': 's3.REGION.amazonaws.com' } },
    },
  ])
})
