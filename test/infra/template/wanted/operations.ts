import { expect } from 'vitest'
import { CLOSE_IMPORT, RUN_IMPORT } from './names.ts'

/** A queue's or topic's rule that nobody talks to it in the clear. */
const tlsOnly = (action: string, resource: string) => ({
  Sid: 'TlsOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: action,
  Resource: resource,
  Condition: { Bool: { 'aws:SecureTransport': false } },
})

/** The way from an execution that ended early to close-import, and from there to people. */
export const FAILURES = {
  ExecutionEndedRule: {
    Description: 'An execution of run-import has failed, timed out, or was stopped',
    State: 'ENABLED',
    EventPattern: {
      source: ['aws.lambda'],
      'detail-type': ['Durable Execution Status Change'],
      detail: {
        functionArn: [RUN_IMPORT, { prefix: `${RUN_IMPORT}:` }],
        status: ['FAILED', 'TIMED_OUT', 'STOPPED'],
      },
    },
    Targets: [
      {
        Id: 'close-import',
        Arn: CLOSE_IMPORT,
        RetryPolicy: { MaximumEventAgeInSeconds: 21600, MaximumRetryAttempts: 185 },
        DeadLetterConfig: { Arn: 'UnclosedImportsQueue.Arn' },
      },
    ],
  },
  ExecutionEndedPermission: {
    Action: 'lambda:InvokeFunction',
    FunctionName: CLOSE_IMPORT,
    Principal: 'events.amazonaws.com',
    SourceArn: 'ExecutionEndedRule.Arn',
  },
  CloseImportFailures: {
    FunctionName: 'connector-import-dev-close-import',
    Qualifier: '$LATEST',
    MaximumRetryAttempts: 2,
    DestinationConfig: { OnFailure: { Destination: 'UnclosedImportsQueue.Arn' } },
  },
  FailedImportsQueue: {
    DelaySeconds: 300,
    VisibilityTimeout: 720,
    MessageRetentionPeriod: 1209600,
    RedrivePolicy: { deadLetterTargetArn: 'UnclosedImportsQueue.Arn', maxReceiveCount: 3 },
    SqsManagedSseEnabled: true,
  },
  FailedImportsMapping: {
    FunctionName: CLOSE_IMPORT,
    EventSourceArn: 'FailedImportsQueue.Arn',
    BatchSize: 1,
    ScalingConfig: { MaximumConcurrency: 2 },
  },
  UnclosedImportsQueue: { MessageRetentionPeriod: 1209600, SqsManagedSseEnabled: true },
  UnclosedImportsQueuePolicy: {
    Queues: ['UnclosedImportsQueue'],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'EventsOfTheRule',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: 'UnclosedImportsQueue.Arn',
          Condition: { ArnEquals: { 'aws:SourceArn': 'ExecutionEndedRule.Arn' } },
        },
        tlsOnly('sqs:*', 'UnclosedImportsQueue.Arn'),
      ],
    },
  },
}

/** Where failures and alarms go. */
export const NOTIFICATIONS = {
  FailedImportsQueuePolicy: {
    Queues: ['FailedImportsQueue'],
    PolicyDocument: { Version: '2012-10-17', Statement: [tlsOnly('sqs:*', 'FailedImportsQueue.Arn')] },
  },
  AlarmTopic: { DisplayName: 'connector-import dev' },
  AlarmTopicPolicy: {
    Topics: ['AlarmTopic'],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'AlarmsOfTheAccount',
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: 'AlarmTopic',
          Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
        },
        {
          Sid: 'MessagesAboutImports',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: 'AlarmTopic',
          Condition: { ArnEquals: { 'aws:SourceArn': 'ImportMessageRule.Arn' } },
        },
        tlsOnly('sns:Publish', 'AlarmTopic'),
      ],
    },
  },
  ImportMessageRule: {
    Description: 'An import has failed, has breaking changes, or has lost a part of its document',
    State: 'ENABLED',
    EventBusName: 'default',
    EventPattern: {
      source: ['openapi-connector-import.dev'],
      'detail-type': ['Import Finished'],
      detail: {
        $or: [
          { outcome: ['failed', 'partial'] },
          { outcome: ['succeeded', 'conflicts', 'refused'], counts: { impact: { breaking: [{ numeric: ['>', 0] }] } } },
          {
            outcome: ['succeeded', 'conflicts', 'refused'],
            counts: { diagnostics: { error: [{ numeric: ['>', 0] }] } },
          },
        ],
      },
    },
    Targets: [
      {
        Id: 'topic',
        Arn: 'AlarmTopic',
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 10 },
        InputTransformer: {
          InputPathsMap: {
            message: '$.detail.message',
            id: '$.detail.importId',
            bucket: '$.detail.report.bucket',
            key: '$.detail.report.key',
          },
          InputTemplate: expect.stringMatching(
            /^"<message>"\n"Report: s3:\/\/<bucket>\/<key>"\n"Links to the report: .*\/imports\/<id>"\n$/,
          ),
        },
      },
    ],
  },
}

/** What all alarms have in common, unless they say otherwise. */
const COMMON = {
  AlarmActions: ['AlarmTopic'],
  OKActions: ['AlarmTopic'],
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  EvaluationPeriods: 1,
  TreatMissingData: 'notBreaching',
  Period: 300,
  Statistic: 'Sum',
  Threshold: 1,
}

const dimensions = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([Name, Value]) => ({ Name, Value }))

const own = (MetricName: string, values: Readonly<Record<string, string>>) => ({
  ...COMMON,
  Namespace: 'connector-import-dev',
  MetricName,
  Dimensions: dimensions({ service: 'run-import', ...values }),
})

const lambda = (MetricName: string, name: string) => ({
  ...COMMON,
  Namespace: 'AWS/Lambda',
  MetricName,
  Dimensions: dimensions({ FunctionName: `connector-import-dev-${name}` }),
})

const queue = (name: string) => ({
  ...COMMON,
  Statistic: 'Maximum',
  Namespace: 'AWS/SQS',
  MetricName: 'ApproximateNumberOfMessagesVisible',
  Dimensions: dimensions({ QueueName: `${name}.QueueName` }),
})

const LASTING = { EvaluationPeriods: 3, DatapointsToAlarm: 3 }

const sumOf = (Id: string, Metric: object) => ({
  Id,
  ReturnData: false,
  MetricStat: { Metric, Period: 300, Stat: 'Sum' },
})

const { Period: _period, Statistic: _statistic, ...ALARM } = COMMON
const API_ERRORS = {
  ...ALARM,
  Metrics: [
    sumOf('errors', {
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: dimensions({ FunctionName: 'connector-import-dev-api' }),
    }),
    sumOf('answered', { Namespace: 'connector-import-dev', MetricName: 'ApiFaults' }),
    { Id: 'all', Expression: 'FILL(errors, 0) + FILL(answered, 0)', ReturnData: true },
  ],
}

/** The count of errors that the API has answered with 500: each is logged. */
export const METRIC_FILTERS = {
  ApiFaultsFilter: {
    LogGroupName: 'ApiLogGroup',
    FilterPattern: '{ $.level = "ERROR" }',
    MetricTransformations: [{ MetricNamespace: 'connector-import-dev', MetricName: 'ApiFaults', MetricValue: '1' }],
  },
}

/** All alarms, except their descriptions. */
export const ALARMS = {
  ImportFailedAlarm: own('Faults', { outcome: 'failed' }),
  OldestImportAlarm: { ...own('ImportAge', {}), Period: 10800, Statistic: 'Maximum', Threshold: 14400 },
  UnclosedImportsAlarm: queue('UnclosedImportsQueue'),
  StuckUploadsAlarm: queue('UploadEventsDeadLetterQueue'),
  RunImportErrorsAlarm: { ...lambda('Errors', 'run-import'), ...LASTING, Threshold: 3 },
  StartOnUploadErrorsAlarm: lambda('Errors', 'start-on-upload'),
  StartOnScheduleErrorsAlarm: lambda('Errors', 'start-on-schedule'),
  CloseImportErrorsAlarm: lambda('Errors', 'close-import'),
  CheckTargetErrorsAlarm: lambda('Errors', 'check-target'),
  ApiErrorsAlarm: API_ERRORS,
  RunImportThrottlesAlarm: { ...lambda('Throttles', 'run-import'), ...LASTING, Threshold: 10 },
  StartOnUploadThrottlesAlarm: lambda('Throttles', 'start-on-upload'),
  StartOnScheduleThrottlesAlarm: lambda('Throttles', 'start-on-schedule'),
  CloseImportThrottlesAlarm: lambda('Throttles', 'close-import'),
  CheckTargetThrottlesAlarm: lambda('Throttles', 'check-target'),
  ApiThrottlesAlarm: lambda('Throttles', 'api'),
  HttpApiFailuresAlarm: {
    ...COMMON,
    Namespace: 'AWS/ApiGateway',
    MetricName: '5xx',
    Dimensions: dimensions({ ApiId: 'HttpApi' }),
  },
}
