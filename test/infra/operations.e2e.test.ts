import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { createMeter } from '../../lib/telemetry/meter.ts'
import { finishedImport } from '../lib/telemetry/support.ts'
import { packageService } from './template/package-service.ts'
import { resolveObject } from './template/resolve.ts'
import { findSchemaProblems } from './template/resource-schemas.ts'
import type { JsonObject, Template } from './template/template.ts'
import { KMS_KEY } from './template/wanted/names.ts'
import { ALARMS } from './template/wanted/operations.ts'
import { ROLES, USE_KEY } from './template/wanted/roles.ts'

const FUNCTION_NAMES = ['api', 'check-target', 'close-import', 'run-import', 'start-on-schedule', 'start-on-upload']

const SECRET_KEY = KMS_KEY.replace('00000000', '11111111')

/** The stage prod with a key, an address for alarms, a bus and a cost centre of one's own. */
let template: Template
let tags: unknown

beforeAll(async () => {
  const parameters = {
    kmsKeyArn: KMS_KEY,
    alarmEmail: 'ops@example.com',
    eventBus: 'ours',
    costCenter: '4711',
    tokenSecretKmsKeyArn: SECRET_KEY,
  }
  const service = await packageService(FUNCTION_NAMES, parameters, 'prod')
  template = service.template
  tags = service.stackTags
})

const properties = (logicalId: string): JsonObject => resolveObject(template.Resources[logicalId]?.Properties, template)

describe('a deployment to prod with a KMS key', () => {
  test('matches the resource schemas of CloudFormation', () => {
    expect(findSchemaProblems(template)).toEqual([])
  })

  test('encrypts its data with the key', () => {
    expect(properties('DocumentsBucket').BucketEncryption).toEqual({
      ServerSideEncryptionConfiguration: [
        {
          ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KMS_KEY },
          BucketKeyEnabled: true,
        },
      ],
    })
    expect(properties('ImportsTable').SSESpecification).toEqual({
      SSEEnabled: true,
      SSEType: 'KMS',
      KMSMasterKeyId: KMS_KEY,
    })
  })

  test.for(Object.keys(ROLES))('lets %s use the key for its data', role => {
    const [policy] = properties(role).Policies as { PolicyDocument: { Statement: unknown[] } }[]
    expect(policy?.PolicyDocument.Statement).toContainEqual(USE_KEY)
  })

  test('encrypts queues, topic and logs with the key', () => {
    const queues = ['UploadEventsDeadLetterQueue', 'UnclosedImportsQueue'].map(properties)
    expect(queues).toEqual(queues.map(() => ({ MessageRetentionPeriod: 1209600, KmsMasterKeyId: KMS_KEY })))
    const failed = properties('FailedImportsQueue')
    expect(failed).toMatchObject({ MessageRetentionPeriod: 1209600, KmsMasterKeyId: KMS_KEY })
    expect(failed).not.toHaveProperty('SqsManagedSseEnabled')
    expect(properties('AlarmTopic')).toMatchObject({ KmsMasterKeyId: KMS_KEY })
    const logGroups = Object.entries(template.Resources).filter(([, { Type }]) => Type === 'AWS::Logs::LogGroup')
    // The access log of the API has its own.
    expect(logGroups).toHaveLength(FUNCTION_NAMES.length + 1)
    for (const [logicalId] of logGroups) expect(properties(logicalId)).toMatchObject({ KmsKeyId: KMS_KEY })
  })

  test('encrypts environments and the data of durable executions with the key', () => {
    for (const name of [
      'Api',
      'CheckDashtarget',
      'CloseDashimport',
      'RunDashimport',
      'StartDashonDashschedule',
      'StartDashonDashupload',
    ])
      expect(properties(`${name}LambdaFunction`)).toMatchObject({ KmsKeyArn: KMS_KEY })
    expect(properties('RunDashimportLambdaFunction')).toMatchObject({
      DurableConfig: { ExecutionTimeout: 86400, RetentionPeriodInDays: 14, KMSKeyArn: KMS_KEY },
      // Part of the version: without it, new imports would use the version with the old key.
      Environment: { Variables: { KMS_KEY_ARN: KMS_KEY } },
    })
  })

  test('reads its own secret, and may use the key of the secret for that alone', () => {
    expect(properties('RunDashimportLambdaFunction')).toMatchObject({
      Environment: { Variables: { TOKEN_SECRET_ID: 'connect/prod/api-token' } },
    })
    const statements = Object.keys(ROLES).flatMap(role => {
      const [policy] = properties(role).Policies as { PolicyDocument: { Statement: { Resource: unknown }[] } }[]
      return (policy?.PolicyDocument.Statement ?? []).filter(({ Resource }) => Resource === SECRET_KEY)
    })
    const decrypt = {
      Sid: 'DecryptToken',
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: SECRET_KEY,
      Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-1.amazonaws.com' } },
    }
    // Of run-import and of check-target.
    expect(statements).toEqual([decrypt, decrypt])
  })

  test('protects the table from deletion', () => {
    expect(properties('ImportsTable')).toMatchObject({ DeletionProtectionEnabled: true })
  })

  test('limits concurrent imports, and has longer retention than dev', () => {
    expect(Number(properties('RunDashimportLambdaFunction').ReservedConcurrentExecutions)).toBe(20)
    expect(properties('RunDashimportLogGroup')).toMatchObject({ RetentionInDays: 90 })
    expect(JSON.stringify(properties('DocumentsBucket').LifecycleConfiguration)).toContain('"ExpirationInDays":365')
  })

  test('sends events of imports to its own bus', () => {
    expect(properties('RunDashimportLambdaFunction')).toMatchObject({
      Environment: { Variables: { EVENT_BUS: 'ours', METRICS_NAMESPACE: 'connector-import-prod', STAGE: 'prod' } },
    })
    const role = JSON.stringify(properties('RunImportRole'))
    expect(role).toContain(':event-bus/ours"')
    expect(role).toContain('"events:source":"openapi-connector-import.prod"')
  })

  test('sends alarms to the address', () => {
    expect(properties('AlarmEmail')).toEqual({ TopicArn: 'AlarmTopic', Protocol: 'email', Endpoint: 'ops@example.com' })
  })

  test('is tagged', () => {
    expect(tags).toEqual({ service: 'connector-import', stage: 'prod', 'cost-center': '4711' })
  })
})

/** What run-import measures: names, and dimensions beside its service. */
const measured = async (): Promise<{ name: string; dimensions: string[] }[]> => {
  const lines: string[] = []
  const meter = createMeter({ namespace: 'n', write: line => lines.push(line) })
  await meter.finished(finishedImport)
  await meter.age(1)
  return lines.flatMap(line => {
    const [{ Metrics, Dimensions }] = JSON.parse(line)._aws.CloudWatchMetrics
    return Metrics.map(({ Name }: { Name: string }) => ({ name: Name, dimensions: Dimensions[0] }))
  })
}

test('alarms use existing metrics with their dimensions', async () => {
  const metrics = await measured()
  const own = Object.keys(ALARMS)
    .map(properties)
    .filter(({ Namespace }) => Namespace === 'connector-import-prod')
  expect(own).toHaveLength(2)
  for (const { MetricName, Dimensions } of own) {
    const dimensions = (Dimensions as { Name: string }[]).map(({ Name }) => Name)
    expect(metrics).toContainEqual({ name: MetricName, dimensions })
  }
})

describe('the dashboard', () => {
  type Widget = { type: string; x: number; y: number; width: number; height: number; properties: JsonObject }
  const widgets = (): Widget[] => JSON.parse(String(properties('Dashboard').DashboardBody)).widgets

  test('shows every metric of an import', async () => {
    const metrics = await measured()
    const text = JSON.stringify(widgets())
    expect(metrics.filter(({ name }) => !text.includes(name))).toEqual([])
    expect(text).toContain('connector-import-prod')
    expect(text).not.toContain('${')
  })

  test('shows every function', () => {
    const text = JSON.stringify(widgets())
    for (const name of FUNCTION_NAMES) expect(text).toContain(`"FunctionName","connector-import-prod-${name}"`)
  })

  test('has no widget on top of another', () => {
    const cells = widgets().flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, i) => `${x + (i % width)},${y + Math.floor(i / width)}`),
    )
    expect(new Set(cells).size).toBe(cells.length)
    expect(Math.max(...widgets().map(({ x, width }) => x + width))).toBeLessThanOrEqual(24)
  })
})

test('docs/operations.md has a remedy for each alarm', async () => {
  const page = await readFile(join(import.meta.dirname, '../../docs/operations.md'), 'utf8')
  expect(
    page
      .match(/^\| `\w+Alarm`/gm)
      ?.map(row => row.slice(3, -1))
      .toSorted(),
  ).toEqual(Object.keys(ALARMS).toSorted())
})
