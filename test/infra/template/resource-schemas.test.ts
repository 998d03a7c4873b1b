import { expect, test } from 'vitest'
import { findSchemaProblems } from './resource-schemas.ts'
import type { JsonObject } from './template.ts'

test.for<{ given: string; Type?: string; Properties: JsonObject; want: string[] }>([
  {
    given: 'what is right',
    Properties: { DelaySeconds: '3', FifoQueue: true, Tags: [{ Key: 'a', Value: 'b' }] },
    want: [],
  },
  { given: 'an unknown type', Type: 'AWS::SQS::Kew', Properties: {}, want: ['It: there is no AWS::SQS::Kew'] },
  { given: 'an unknown property', Properties: { Delay: 3 }, want: ['It.Delay is unknown'] },
  { given: 'no number', Properties: { DelaySeconds: 'long' }, want: ['It.DelaySeconds is no integer: "long"'] },
  { given: 'no boolean', Properties: { FifoQueue: 'yes' }, want: ['It.FifoQueue is no boolean: "yes"'] },
  {
    given: 'a missing property',
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { Queues: [] },
    want: ['It.PolicyDocument is missing'],
  },
  {
    given: 'a mistake further inside',
    Type: 'AWS::Events::Rule',
    Properties: { Targets: [{ Id: 'a', Arn: 'b', RetryPolicy: { Retries: 3 } }] },
    want: ['It.Targets[0].RetryPolicy.Retries is unknown'],
  },
])('$given', ({ Type = 'AWS::SQS::Queue', Properties, want }) => {
  expect(findSchemaProblems({ Resources: { It: { Type, Properties } }, Outputs: {} })).toEqual(want)
})
