/** A queue's or topic's rule that nobody talks to it in the clear. */
const tlsOnly = (action: string, resource: string) => ({
  Sid: 'TlsOnly',
  Effect: 'Deny',
  Principal: '*',
  Action: action,
  Resource: resource,
  Condition: { Bool: { 'aws:SecureTransport': false } },
})

/** Where failures and alarms go. */
export const NOTIFICATIONS = {
  FailedImportsQueue: { MessageRetentionPeriod: 1209600, SqsManagedSseEnabled: true },
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
        tlsOnly('sns:Publish', 'AlarmTopic'),
      ],
    },
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
  BrokenImportsAlarm: queue('FailedImportsQueue'),
  StuckUploadsAlarm: queue('UploadEventsDeadLetterQueue'),
  RunImportErrorsAlarm: { ...lambda('Errors', 'run-import'), ...LASTING, Threshold: 3 },
  StartOnUploadErrorsAlarm: lambda('Errors', 'start-on-upload'),
  StartOnScheduleErrorsAlarm: lambda('Errors', 'start-on-schedule'),
  ApiErrorsAlarm: API_ERRORS,
  RunImportThrottlesAlarm: { ...lambda('Throttles', 'run-import'), ...LASTING, Threshold: 10 },
  StartOnUploadThrottlesAlarm: lambda('Throttles', 'start-on-upload'),
  StartOnScheduleThrottlesAlarm: lambda('Throttles', 'start-on-schedule'),
  ApiThrottlesAlarm: lambda('Throttles', 'api'),
  HttpApiFailuresAlarm: {
    ...COMMON,
    Namespace: 'AWS/ApiGateway',
    MetricName: '5xx',
    Dimensions: dimensions({ ApiId: 'HttpApi' }),
  },
}
