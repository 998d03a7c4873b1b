import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import type { Report } from '../../../../lib/report/report.ts'
import { closedOrigin, startServer } from '../../../lib/connect/support/server.ts'
import { connectorUrl, ORGANISATION, sender } from '../connect-emulator/harness.ts'
import { pets } from './documents.ts'
import { type Changes, filesWith, SECRET_TOKEN, TOKEN_SECRET_ID, useStack } from './support.ts'

const { seed, run, platform, stack, directory, importer, uploadOf, writesDuring } = useStack()

type Case = {
  readonly document?: unknown
  readonly changes?: Changes
  /** False if the connector does not exist on the platform. */
  readonly connector?: boolean
  readonly prepare?: (connectorId: string) => Promise<Changes | undefined>
  readonly reason: RegExp
}

const setSecret = (value: string): undefined => {
  stack().secrets.set(TOKEN_SECRET_ID, value)
  onTestFinished(() => stack().secrets.set(TOKEN_SECRET_ID, SECRET_TOKEN))
}

/** Starts a platform that gives this response to every request. */
const answering = async (status: number, type: string, text: string): Promise<Changes> => {
  const { origin } = await startServer((_, response) => response.writeHead(status, { 'content-type': type }).end(text))
  return { platformUrl: `${origin}/api/connect/v1` }
}

const cases: Record<string, Case> = {
  'a reserved version': {
    changes: { version: 'latest' },
    reason:
      /^The version name "latest" is reserved for published versions\. Import into a version with another name\.$/,
  },
  'a published version': {
    prepare: async connectorId => {
      const url = connectorUrl(platform()).replace(/[^/]+$/, connectorId)
      expect(await sender(`${url}/versions/v1`, SECRET_TOKEN)('POST', '/publish')).toMatchObject({ status: 200 })
      return undefined
    },
    reason:
      /^The version "v1" is published and can't be changed\. Import into a new version, or .*\(--on-published draft\)\.$/,
  },
  'a missing connector': {
    connector: false,
    reason:
      /^Connector a-missing-connector not found: it does not exist, or the token has no access\. Create it on the platform, or use --create-connector with a name instead of an id\.$/,
  },
  'a token that the platform refuses': {
    prepare: async () => setSecret('swo_a-wrong-token-that-must-not-leak'),
    reason:
      /the platform refused the token, sent as "Authorization: Bearer …" \(.*\)\. Store a valid token in the secret; .*\.$/,
  },
  'a token that the platform refuses on the command line': {
    prepare: async () => setSecret('swo_a-wrong-token-that-must-not-leak'),
    changes: { overrides: { local: { tokenVariable: 'CONNECT_API_TOKEN' } } },
    reason:
      /the platform refused the token, .*\. Set CONNECT_API_TOKEN to a valid token; for another scheme, to \{.*\.$/,
  },
  'an empty token on the command line': {
    prepare: async () => setSecret(' '),
    changes: { overrides: { local: { tokenVariable: 'CONNECT_API_TOKEN' } } },
    reason: /CONNECT_API_TOKEN is empty\. Set it to the platform's API key\.$/,
  },
  'an empty secret': {
    prepare: async () => setSecret(' '),
    reason: /Secret "connect-api\/token" is empty\. Store the platform's API key in it\.$/,
  },
  'a secret without a token': {
    prepare: async () => setSecret(`{"key": "${SECRET_TOKEN}"}`),
    reason: /Secret "connect-api\/token" is JSON without a valid "token".*\. Store the plain token/,
  },
  'a missing secret': {
    changes: { secretId: 'connect-api/elsewhere' },
    reason: /Secret "connect-api\/elsewhere" does not exist\. Create it with the platform's API key as its value\.$/,
  },
  'a web page instead of the platform': {
    prepare: async () => answering(200, 'text/html', '<html>Welcome!</html>'),
    reason: /not a response of the Connect API \(not JSON\): "<html>Welcome!<\/html>"\. Check CONNECT_API_URL\.$/,
  },
  'JSON of somebody else': {
    prepare: async () => answering(200, 'application/json', '{"hello":"world"}'),
    reason: /not a response of the Connect API \(id is required\).*Check CONNECT_API_URL\.$/,
  },
  'an address without a Connect API': {
    prepare: async () => answering(404, 'text/plain', 'Not found'),
    reason: /the platform does not support this operation \(status 404\)\. Check CONNECT_API_URL\.$/,
  },
  'a platform that is down': {
    prepare: async () => ({ platformUrl: `${await closedOrigin()}/api/connect/v1` }),
    reason: /the platform is unavailable \(ECONNREFUSED: .*\)\. Run the import again later\.$/,
  },
  'a platform that echoes the token in an endless refusal': {
    prepare: async () =>
      answering(403, 'application/json', JSON.stringify({ code: 'no', message: SECRET_TOKEN.repeat(20_000) })),
    reason: /^GET \S+: refused with status 403 \(no\): \[token\]\[token\].{1,2000}…$/,
  },
  'a document that is empty': {
    document: ' ',
    reason: /^The file is empty\. Import an OpenAPI document as JSON or YAML\.$/,
  },
  'invalid JSON in the document': {
    document: '{"openapi": "3.0.0",\n  ]',
    reason: /not valid JSON: .*, line 2, column 3\./,
  },
  'a document of another kind': { document: { hello: 'world' }, reason: /neither "openapi" nor "swagger"/ },
  'a document without paths': {
    document: { openapi: '3.0.0', info: { title: 't', version: '1' } },
    reason: /^The document has no "paths"; there is nothing to import\.$/,
  },
  'a document that is too large': {
    changes: { settings: { MAX_DOCUMENT_BYTES: '500' } },
    reason:
      /api\.json has \d+ bytes, more than the limit of 500 \(MAX_DOCUMENT_BYTES\)\. Split it or raise the limit\.$/,
  },
  'a small file with more values than the memory holds': {
    document: gzipSync(`[${'{},'.repeat(2_000_000)}{}]`),
    changes: { settings: { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512' } },
    reason:
      /^Parsing the file takes more than \d+ MB of memory, the limit of a function with 512 MB; split the document or raise importMemoryMb\.$/,
  },
  'invalid JSON in the options': {
    changes: { files: { 'import.json': '{"dryRun": tru' } },
    reason: /import\.json: it is not valid JSON\. Correct the file and import the document again\.$/,
  },
  'an unknown option': {
    changes: { files: { 'import.json': { dryrun: true } } },
    reason: /import\.json: "dryrun" is not a known property/,
  },
  'an option of a wrong type': {
    changes: { files: { 'import.json': { includeTag: 'pets' } } },
    reason: /import\.json: "includeTag" must be an array, got a string/,
  },
  'options that are too large': {
    changes: { files: { 'import.json': ' '.repeat(70_000) } },
    reason: /^Invalid options in documents\/.*import\.json: it is larger than 65536 bytes\./,
  },
}

test('the report of a failed import has the location of its document: a key, or a path on the command line', async () => {
  const locate = async (overrides: Changes['overrides']) =>
    (await run('located', ' ', { ...(overrides && { overrides }) })).document.location
  expect(await locate(undefined)).toBe(`s3://imports/documents/${ORGANISATION}/located/v1/api.json`)
  expect(await locate({ local: { tokenVariable: 'T', file: 'apis/api.json' } })).toBe('apis/api.json')
})

test.each(Object.keys(cases))('%s: the import fails with one reason and a report, and writes nothing', async name => {
  const { document = pets(1), changes = {}, connector = true, prepare, reason } = cases[name] ?? { reason: /^$/ }
  const connectorId = name.replaceAll(/\W+/g, '-')
  if (connector) seed(connectorId)
  const prepared = await prepare?.(connectorId)
  const all = { ...changes, ...prepared }
  let report: Report | undefined
  const writes = await writesDuring(async () => {
    report = await run(connectorId, document, all)
  })
  expect(report).toMatchObject({ schema: 1, outcome: 'failed', reason: expect.stringMatching(reason) })
  expect(writes).toEqual([])
  const record = await importer().record(report?.importId ?? '')
  expect(record).toMatchObject({ status: 'failed', reason: report?.reason, target: { organisationId: ORGANISATION } })
})

test('a document that would take too much memory leaves no lock', async () => {
  seed('bomb')
  const settings = { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512' }
  expect(await run('bomb', gzipSync(`- a\n`.repeat(3_000_000)), { settings })).toMatchObject({ outcome: 'failed' })
  expect(await run('bomb', pets(1), { settings })).toMatchObject({ outcome: 'succeeded' })
})

test('an import that stops halfway reports the created and the missing items', async () => {
  seed('half-way')
  platform().faults = { notImplemented: ['POST actions'] }
  const report = await run('half-way', pets(1))
  expect(report).toMatchObject({ outcome: 'failed', counts: { definitions: { created: 4 }, actions: { failed: 2 } } })
  for (const { reason } of report.actions) expect(reason).toMatch(/does not support this operation \(status 501\)/)
})

test('an upload into a target with an invalid address is ignored', async () => {
  await expect(importer().start(uploadOf('..', pets(1), {}))).rejects.toThrow(/is not a document/)
})

test('no file of an import contains a token', async () => {
  expect(await filesWith(directory(), 'importId')).not.toEqual([])
  expect(await filesWith(directory(), SECRET_TOKEN)).toEqual([])
  expect(await filesWith(directory(), 'swo_a-wrong-token')).toEqual([])
})
