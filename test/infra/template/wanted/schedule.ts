import { START_ON_SCHEDULE } from './names.ts'

/** What starts the scheduled imports. */
export const SCHEDULE = {
  ReimportSchedule: {
    Description: 'Imports every document with an import.json again',
    State: 'ENABLED',
    ScheduleExpression: 'rate(1 day)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: START_ON_SCHEDULE,
      RoleArn: 'ReimportScheduleRole.Arn',
      Input: '{"scheduledAt": "<aws.scheduler.scheduled-time>"}',
      RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 10 },
    },
  },
  ReimportScheduleRole: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'scheduler.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
        },
      ],
    },
    Policies: [
      {
        PolicyName: 'reimport-schedule',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Sid: 'InvokeFunction', Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: START_ON_SCHEDULE },
          ],
        },
      },
    ],
  },
}
