import { START_ON_UPLOAD } from './names.ts'

/** All properties of the way from an upload to start-on-upload. */
export const EVENTS = {
  DocumentUploadedRule: {
    Description: 'A document was uploaded under documents/',
    State: 'ENABLED',
    EventPattern: {
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { bucket: { name: ['DocumentsBucket'] }, object: { key: [{ prefix: 'documents/' }] } },
    },
    Targets: [
      {
        Id: 'start-on-upload',
        Arn: START_ON_UPLOAD,
        RetryPolicy: { MaximumEventAgeInSeconds: 21600, MaximumRetryAttempts: 185 },
        DeadLetterConfig: { Arn: 'UploadEventsDeadLetterQueue.Arn' },
      },
    ],
  },
  DocumentUploadedPermission: {
    Action: 'lambda:InvokeFunction',
    FunctionName: START_ON_UPLOAD,
    Principal: 'events.amazonaws.com',
    SourceArn: 'DocumentUploadedRule.Arn',
  },
  StartOnUploadFailures: {
    FunctionName: 'connector-import-dev-start-on-upload',
    Qualifier: '$LATEST',
    MaximumRetryAttempts: 2,
    DestinationConfig: { OnFailure: { Destination: 'UploadEventsDeadLetterQueue.Arn' } },
  },
  UploadEventsDeadLetterQueue: { MessageRetentionPeriod: 1209600, SqsManagedSseEnabled: true },
  UploadEventsDeadLetterQueuePolicy: {
    Queues: ['UploadEventsDeadLetterQueue'],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'EventsOfTheRule',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: 'UploadEventsDeadLetterQueue.Arn',
          Condition: { ArnEquals: { 'aws:SourceArn': 'DocumentUploadedRule.Arn' } },
        },
        {
          Sid: 'TlsOnly',
          Effect: 'Deny',
          Principal: '*',
          Action: 'sqs:*',
          Resource: 'UploadEventsDeadLetterQueue.Arn',
          Condition: { Bool: { 'aws:SecureTransport': false } },
        },
      ],
    },
  },
}
