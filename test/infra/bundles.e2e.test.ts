import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { buildFunctions } from '../../infra/build.ts'
import { createDurableEngine } from '../../infra/local/durable/engine.ts'
import { uploadDocument } from '../../infra/local/importer/upload.ts'
import { CATALOGUE } from '../../lib/diagnostics/catalogue.ts'
import { lambdaContext } from '../functions/support.ts'
import { petActions, pets } from './local/importer/documents.ts'
import { useStack } from './local/importer/support.ts'

const ROOT = join(import.meta.dirname, '../..')
const FUNCTIONS = (await readdir(join(ROOT, 'functions'))).map(file => file.replace('.ts', ''))
/** Bytes of a function: what it loads at its start, all of its files, and these as an upload compresses them. */
const BUDGET = { start: 512_000, minified: 1_090_000, gzip: 362_000 }

const stack = useStack()
let project: string

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'bundles-'))
  for (const name of ['functions', 'lib', 'node_modules']) await symlink(join(ROOT, name), join(project, name))
  await buildFunctions(project)
})
afterAll(() => rm(project, { recursive: true }))

const fileOf = (name: string): string => join(project, '.build', name, 'index.mjs')

/** The handler of run-import as it is deployed, with this environment. */
const loadRunImport = async (environment: Readonly<Record<string, string>>) => {
  Object.assign(process.env, environment)
  const { createHandler } = await import(pathToFileURL(fileOf('run-import')).href)
  return createHandler(environment)
}

test.for(FUNCTIONS)('%s is small', async name => {
  const folder = join(project, '.build', name)
  const files = (await readdir(folder)).filter(file => file.endsWith('.mjs'))
  const code = await Promise.all(files.map(file => readFile(join(folder, file))))
  expect((await readFile(fileOf(name))).length).toBeLessThanOrEqual(BUDGET.start)
  const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0)
  expect(sum(code.map(({ length }) => length))).toBeLessThanOrEqual(BUDGET.minified)
  expect(sum(code.map(text => gzipSync(text).length))).toBeLessThanOrEqual(BUDGET.gzip)
})

test("the explanations of diagnostics are only in the report's page", async () => {
  const folder = join(project, '.build', 'run-import')
  const files = (await readdir(folder)).filter(file => file.endsWith('.mjs'))
  const code = await Promise.all(files.map(async file => [file, await readFile(join(folder, file), 'utf8')] as const))
  const meanings = CATALOGUE.flatMap(({ kinds }) => Object.values(kinds).map(({ meaning }) => meaning))
  const having = meanings.map(meaning => code.filter(([, text]) => text.includes(meaning)).map(([file]) => file))
  expect(new Set(having.flat())).toEqual(new Set(['write-report.mjs']))
})

test('the bundle of run-import works like its sources: for an import, and for a missing document', async () => {
  stack.seed('bundled')
  stack.importer()
  const environment: Record<string, string> = { ...stack.stack().environment, LOG_LEVEL: 'SILENT' }
  const engine = createDurableEngine({
    directory: join(project, 'executions'),
    handler: await loadRunImport(environment),
  })
  const s3 = new S3Client({ forcePathStyle: true })
  onTestFinished(() => s3.destroy())
  // The bundle lacks the regular expressions of the JSONPath library.
  const target = "$.paths.*[?match(@.operationId, 'getPet[0-9]')]"
  const info = { title: 'Corrections', version: '1' }
  const overlay = { overlay: '1.1.0', info, actions: [{ target, update: { summary: 'Corrected' } }] }
  const upload = stack.uploadOf('bundled', pets(), { files: { 'overlay.json': overlay } })
  const event = await uploadDocument(upload, {
    client: s3,
    bucket: environment.BUCKET ?? '',
    region: 'us-east-1',
    sequencer: '1',
  })
  const run = async (importId: string, key: string) => {
    const source = { bucket: environment.BUCKET, key }
    await engine.start({ name: importId, payload: { importId, target: upload.target, source } })
    return engine.run(importId)
  }
  expect(await run('imp-there', event.detail.object.key)).toMatchObject({
    status: 'SUCCEEDED',
    result: { outcome: 'succeeded', counts: { actions: { created: petActions().length, failed: 0 } } },
  })
  const { actions } = stack.contents('bundled')
  expect(actions.map(({ name }) => name)).toEqual(petActions())
  expect(actions.map(({ summary }) => summary === 'Corrected')).toEqual(
    petActions().map(name => name.startsWith('get')),
  )
  expect(await run('imp-gone', 'documents/org/bundled/v1/gone.json')).toMatchObject({
    status: 'SUCCEEDED',
    result: { outcome: 'failed', reason: expect.stringContaining('gone.json') },
  })
})

test('the bundle of run-import calls the checkpoint API of Lambda, and its errors have names', async () => {
  const requests: string[] = []
  const server = createServer(async (request, response) => {
    const body = await text(request)
    requests.push(`${request.method} ${decodeURIComponent(request.url ?? '')} ${JSON.parse(body).CheckpointToken}`)
    response.writeHead(400, { 'x-amzn-errortype': 'InvalidParameterValueException' })
    response.end(JSON.stringify({ Type: 'User', message: 'The token is old' }))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  stack.importer()
  const environment = { ...stack.stack().environment, AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${port}` }
  const handler = await loadRunImport(environment)
  const source = { bucket: 'b', key: 'k' }
  const target = { organisationId: 'o', connectorId: 'c', version: 'v' }
  const execution = {
    Id: 'execution',
    Type: 'EXECUTION',
    Status: 'STARTED',
    StartTimestamp: new Date(0),
    ExecutionDetails: { InputPayload: JSON.stringify({ importId: 'imp-1', target, source }) },
  }
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:run-import:1/durable-execution/imp-1/1'
  const event = { DurableExecutionArn: arn, CheckpointToken: 'old', InitialExecutionState: { Operations: [execution] } }
  expect(await handler(event, lambdaContext('run-import'))).toMatchObject({
    Status: 'FAILED',
    Error: {
      ErrorType: 'CheckpointUnrecoverableExecutionError',
      ErrorMessage: expect.stringContaining('The token is old'),
    },
  })
  expect(requests).toEqual([`POST /2025-12-01/durable-executions/${arn}/checkpoint old`])
})
