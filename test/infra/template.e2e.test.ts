import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { ROUTES } from '../../lib/api/router.ts'
import { listDependencies, sortByDependency } from './template/dependencies.ts'
import { type PackagedService, packageService } from './template/package-service.ts'
import { resolve, resolveObject } from './template/resolve.ts'
import { findSchemaProblems } from './template/resource-schemas.ts'
import type { JsonObject, Template } from './template/template.ts'
import { HTTP_API, HTTP_API_WITH_TOKENS } from './template/wanted/api.ts'
import { EVENTS } from './template/wanted/events.ts'
import { FUNCTIONS, LOG_GROUPS } from './template/wanted/functions.ts'
import { ALARMS, FAILURES, METRIC_FILTERS, NOTIFICATIONS } from './template/wanted/operations.ts'
import { ROLES, WRITE_TRACES } from './template/wanted/roles.ts'
import { SCHEDULE } from './template/wanted/schedule.ts'
import { STORAGE } from './template/wanted/storage.ts'

const WANTED = {
  ...METRIC_FILTERS,
  ...STORAGE,
  ...EVENTS,
  ...FAILURES,
  ...HTTP_API,
  ...SCHEDULE,
  ...NOTIFICATIONS,
  ...LOG_GROUPS,
  ...ROLES,
}
const FUNCTION_NAMES = ['api', 'check-target', 'close-import', 'run-import', 'start-on-schedule', 'start-on-upload']

let service: PackagedService
let template: Template

beforeAll(async () => {
  service = await packageService(FUNCTION_NAMES)
  template = service.template
})

/** Properties of a resource, with its intrinsic functions resolved. */
const properties = (logicalId: string): JsonObject => resolveObject(template.Resources[logicalId]?.Properties, template)

describe('the template', () => {
  test.for(Object.entries(WANTED))('has %s as wanted', ([logicalId, want]) => {
    expect(properties(logicalId)).toEqual(want)
  })

  test.for(Object.entries(FUNCTIONS))('has %s as wanted', ([logicalId, want]) => {
    const { Code: _, Description: __, ...have } = properties(logicalId)
    expect(have).toEqual(want)
  })

  test.for(Object.entries(ALARMS))('has %s as wanted', ([logicalId, want]) => {
    const { AlarmDescription: _, ...have } = properties(logicalId)
    expect(have).toEqual(want)
  })

  test('matches the resource schemas of CloudFormation', () => {
    expect(findSchemaProblems(template)).toEqual([])
  })

  test('has no other resources', () => {
    const generated = [
      /^ServerlessDeploymentBucketPolicy$/,
      /^RunDashimportLambdaVersion/,
      /^RunDashimportDurableLambdaAlias$/,
    ]
    const have = Object.keys(template.Resources).filter(logicalId => !generated.some(id => id.test(logicalId)))
    const want = [...Object.keys({ ...WANTED, ...FUNCTIONS, ...ALARMS }), 'Dashboard']
    expect(have.toSorted()).toEqual(want.toSorted())
  })

  test('can be created: every reference resolves, and no dependency is circular', () => {
    for (const { Properties = {} } of Object.values(template.Resources)) resolve(Properties, template)
    expect(sortByDependency(listDependencies(template))).toHaveLength(Object.keys(template.Resources).length)
  })

  test.for(['DocumentsBucket', 'ImportsTable'])('leaves %s behind when the service is removed', logicalId => {
    expect(template.Resources[logicalId]).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    })
  })

  test('has outputs for the names that users need', () => {
    const own = Object.entries(template.Outputs).filter(([name]) => !/^Serverless|QualifiedArn$/.test(name))
    expect(Object.fromEntries(own.map(([name, { Value }]) => [name, resolve(Value, template)]))).toEqual({
      DocumentsBucketName: 'DocumentsBucket',
      ImportsTableName: 'ImportsTable',
      ApiUrl: 'HttpApi.ApiEndpoint',
      StartOnUploadFunctionName: 'connector-import-dev-start-on-upload',
      RunImportFunctionName: 'connector-import-dev-run-import',
      UploadEventsDeadLetterQueueUrl: 'UploadEventsDeadLetterQueue',
      FailedImportsQueueUrl: 'FailedImportsQueue',
      UnclosedImportsQueueUrl: 'UnclosedImportsQueue',
      AlarmTopicArn: 'AlarmTopic',
      DashboardName: 'Dashboard',
    })
  })
})

describe('the functions', () => {
  test('are all deployed', () => {
    const files = readdirSync(join(import.meta.dirname, '../../functions'))
    expect(FUNCTION_NAMES).toEqual(expect.arrayContaining(files.map(file => file.replace('.ts', ''))))
  })

  test('are deployed from zips that contain only their bundles', () => {
    const bundle = (name: string) => [`${name}.zip`, [`.build/${name}/index.mjs`, `.build/${name}/index.mjs.map`]]
    expect(service.zips).toEqual(Object.fromEntries(FUNCTION_NAMES.map(bundle)))
  })

  test('use the alias of the packaged version, and depend on it if they start imports', () => {
    const alias = properties('RunDashimportDurableLambdaAlias')
    expect(alias).toEqual({
      FunctionName: 'connector-import-dev-run-import',
      FunctionVersion: expect.stringMatching(/^RunDashimportLambdaVersion.+\.Version$/),
      Name: 'durable',
    })
    for (const name of ['StartDashonDashupload', 'StartDashonDashschedule', 'Api'])
      expect(template.Resources[`${name}LambdaFunction`]?.DependsOn).toContain('RunDashimportDurableLambdaAlias')
  })
})

describe('the HTTP API', () => {
  test('has the routes of the handler, and a default route', () => {
    const deployed = Object.values(HTTP_API).flatMap(want => ('RouteKey' in want ? [want.RouteKey] : []))
    expect(deployed).toEqual([...ROUTES.map(({ method, path }) => `${method} ${path}`), '$default'])
  })

  test('logs who called, and no header', () => {
    const { Format } = resolveObject(properties('HttpApiStage').AccessLogSettings, template)
    const fields = Object.values(JSON.parse(String(Format)))
    expect(fields).toEqual(expect.arrayContaining(['$context.identity.userArn', '$context.authorizer.claims.sub']))
    expect(String(Format)).not.toMatch(/\n|header|token|\$context\.authorizer\.claims\.(?!sub")/i)
  })

  test('accepts tokens instead of signatures, and preflight requests of browsers, if configured', async () => {
    const { template } = await packageService(FUNCTION_NAMES, {
      apiJwtIssuer: 'https://issuer.example',
      apiJwtAudience: 'one,two',
      apiJwtScopes: 'import,admin',
      apiAllowedOrigins: 'https://app.example,https://two.example',
      apiOrganisations: '{"arn:aws:iam::111122223333:role/a":["b"]}',
    })
    const have = Object.keys(HTTP_API_WITH_TOKENS).map(logicalId => [
      logicalId,
      resolveObject(template.Resources[logicalId]?.Properties, template),
    ])
    expect(Object.fromEntries(have)).toEqual(HTTP_API_WITH_TOKENS)
    expect(resolveObject(template.Resources.ApiLambdaFunction?.Properties, template)).toMatchObject({
      Environment: {
        Variables: {
          ORGANISATIONS: '{"arn:aws:iam::111122223333:role/a":["b"]}',
          ALLOWED_ORIGINS: 'https://app.example,https://two.example',
        },
      },
    })
    expect(resolveObject(template.Resources.DocumentsBucket?.Properties, template)).toMatchObject({
      CorsConfiguration: {
        CorsRules: [
          {
            AllowedOrigins: ['https://app.example', 'https://two.example'],
            AllowedMethods: ['GET', 'HEAD', 'POST'],
            AllowedHeaders: ['content-type'],
            ExposedHeaders: ['etag'],
            MaxAge: 600,
          },
        ],
      },
    })
    expect(findSchemaProblems(template)).toEqual([])
  })
})

describe('the policies', () => {
  test('of the roles name every action and resource', () => {
    const statements = Object.keys(ROLES).flatMap(logicalId => {
      // X-Ray alone knows no resources.
      const text = JSON.stringify(properties(logicalId).Policies).replace(JSON.stringify(WRITE_TRACES), '')
      return [...text.matchAll(/"(?:[a-z0-9]+:)?\*"/g)].map(([wildcard]) => `${logicalId}: ${wildcard}`)
    })
    expect(statements).toEqual([])
  })

  test.for([
    { secretName: 'connect/dev/api-token', want: 'connect/dev/api-token-??????' },
    { secretName: 'connect/{organisationId}/token', want: 'connect/*/token-??????' },
    { secretName: 'connect-{organisationId}', want: 'connect-*-??????' },
  ])('let the import read the secret $secretName as $want', ({ secretName, want }) => {
    const role = JSON.stringify(template.Resources.RunImportRole?.Properties).replace(
      'connect/dev/api-token',
      secretName,
    )
    expect(JSON.stringify(resolve(JSON.parse(role), template))).toContain(`:secret:${want}"`)
  })
})

test('docs/deploying.md lists every parameter with its default', async () => {
  const root = join(import.meta.dirname, '../..')
  const defaults =
    /\n {2}default:\n(.*?)\n {2}dev:/s.exec(await readFile(join(root, 'serverless.yml'), 'utf8'))?.[1] ?? ''
  const want = [...defaults.matchAll(/^ {4}(\w+): (.+)$/gm)].map(([, name, value]) =>
    value === '""' ? `| \`${name}\` | none |` : `| \`${name}\` | \`${value}\` |`,
  )
  const guide = await readFile(join(root, 'docs/deploying.md'), 'utf8')
  // The formatter pads the table's cells.
  expect(guide.replaceAll(/ +/g, ' ').match(/^\| `\w+` \| (none|`[^`]+`) \|/gm)).toEqual(want)
})
