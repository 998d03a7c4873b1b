import { expect, test } from 'vitest'
import { objectCreated, statusChanged } from '../../../../infra/local/aws/events.ts'

const ambience = {
  now: () => Date.parse('2030-01-02T03:04:05.678Z'),
  uuid: () => '0aa1b2c3-d4e5-4f60-8a9b-0c1d2e3f4a5b',
  region: 'eu-central-1',
}

test('an upload becomes the event that S3 sends', () => {
  const upload = { bucket: 'imports', key: 'documents/o/c/v/my api+ü.yaml', size: 12, eTag: '"abc-2"' }
  expect(objectCreated({ ...upload, reason: 'CompleteMultipartUpload' }, ambience)).toEqual({
    version: '0',
    id: '0aa1b2c3-d4e5-4f60-8a9b-0c1d2e3f4a5b',
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: '000000000000',
    time: '2030-01-02T03:04:05Z',
    region: 'eu-central-1',
    resources: ['arn:aws:s3:::imports'],
    detail: {
      version: '0',
      bucket: { name: 'imports' },
      object: { key: 'documents/o/c/v/my api+ü.yaml', size: 12, etag: 'abc-2', sequencer: '00000001B8E0949B2E' },
      'request-id': '0AA1B2C3D4E54F60',
      requester: '000000000000',
      'source-ip-address': '127.0.0.1',
      reason: 'CompleteMultipartUpload',
    },
  })
})

test('an event contains the version id, if there is one', () => {
  const event = objectCreated({ bucket: 'b', key: 'k', size: 1, eTag: 'e', versionId: 'v1' }, ambience)
  expect(event.detail.object['version-id']).toBe('v1')
  expect(event.detail.reason).toBe('PutObject')
})

test('the status of an execution is sent as Lambda sends it', () => {
  const detail = {
    durableExecutionArn: 'arn:aws:lambda:us-east-1:000000000000:function:run-import:durable/durable-execution/imp-1/1',
    durableExecutionName: 'imp-1',
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:run-import:durable',
    status: 'TIMED_OUT' as const,
    startTimestamp: '2030-01-01T00:00:00.000Z',
    endTimestamp: '2030-01-02T00:00:00.000Z',
  }
  expect(statusChanged(detail, { uuid: () => 'id-1', region: 'us-east-1' })).toEqual({
    version: '0',
    id: 'id-1',
    'detail-type': 'Durable Execution Status Change',
    source: 'aws.lambda',
    account: '000000000000',
    time: '2030-01-02T00:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail,
  })
})
