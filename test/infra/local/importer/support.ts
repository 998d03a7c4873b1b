import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { Overrides } from '../../../../functions/run-import.ts'
import { type Stack, startStack } from '../../../../infra/local/aws/stack.ts'
import type { Platform } from '../../../../infra/local/connect-emulator/platform.ts'
import type { TriggerRecord } from '../../../../infra/local/connect-emulator/state/records.ts'
import { readJournal } from '../../../../infra/local/durable/journal.ts'
import { createLocalImporter, type LocalOptions } from '../../../../infra/local/importer/local-import.ts'
import type { LocalDocument } from '../../../../infra/local/importer/upload.ts'
import type { Report } from '../../../../lib/report/report.ts'
import { ORGANISATION } from '../connect-emulator/harness.ts'

/** Unique string, so that files can be searched for it. */
export const SECRET_TOKEN = 'swo_a-token-that-must-not-leak-4711'

/** Name of the secret with the token. */
export const TOKEN_SECRET_ID = 'connect-api/token'

/** Options of a test's import. */
export type Changes = {
  readonly settings?: Readonly<Record<string, string>>
  readonly options?: LocalDocument['options']
  readonly version?: string
  /** Base URL of a platform other than the emulator. */
  readonly platformUrl?: string
  /** Id of a secret other than the stack's. */
  readonly secretId?: string
  readonly files?: Readonly<Record<string, unknown>>
  /** Replacements of the dependencies of the import. */
  readonly overrides?: Overrides
}

/** Starts one embedded stack per test file. Each test uses its own connectors; faults are reset after each test. */
export const useStack = () => {
  let stack: Stack
  let directory = ''
  const platform = (): Platform => {
    if (stack.platform === undefined) throw new Error('The stack has no emulator.')
    return stack.platform
  }
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'import-'))
    stack = await startStack({ stateDirectory: directory, token: SECRET_TOKEN })
  })
  afterEach(() => {
    platform().faults = {}
  })
  afterAll(async () => {
    await stack.close()
    await rm(directory, { recursive: true, force: true })
  })

  /** Creates the functions on the stack, with their own clients, caches and settings. */
  const importer = ({ settings = {}, platformUrl, secretId, overrides }: Changes = {}, options: LocalOptions = {}) => {
    const environment = {
      ...stack.environment,
      ...(platformUrl !== undefined && { CONNECT_API_URL: platformUrl }),
      ...(secretId !== undefined && { TOKEN_SECRET_ID: secretId }),
    }
    const tuned = { MAX_REQUESTS_PER_SECOND: '2000', OUTAGE_AFTER: '1', ...settings }
    return createLocalImporter({ ...stack, environment }, tuned, { ...(overrides && { overrides }), ...options })
  }
  const seed = (connectorId: string, versions: readonly string[] = ['v1']): void =>
    platform().seedConnector({
      organisationId: ORGANISATION,
      connectorId,
      baseUrl: 'https://api.example.com',
      versions,
    })
  const uploadOf = (connectorId: string, document: unknown, { options = {}, version = 'v1', files = {} }: Changes) => ({
    target: { organisationId: ORGANISATION, connectorId, version },
    options,
    root: 'api.json',
    files: new Map(Object.entries({ ...files, 'api.json': document }).map(([name, file]) => [name, bytesOf(file)])),
  })
  /** Imports a document into a connector, from the upload to the report. */
  const run = async (connectorId: string, document: unknown, changes: Changes = {}): Promise<Report> => {
    const local = importer(changes)
    return local.finish(await local.start(uploadOf(connectorId, document, changes)))
  }
  /** Returns the writes of `work` on the emulator, as `METHOD status`. */
  const writesDuring = async (work: () => Promise<unknown>): Promise<string[]> => {
    const before = platform().requests.length
    await work()
    return platform()
      .requests.slice(before)
      .filter(({ method }) => method !== 'GET')
      .map(({ method, status }) => `${method} ${status}`)
  }
  /** Sends a request of a person to the platform: `path` begins with the version. @throws Error for another status than 2xx */
  const call = async (method: string, connectorId: string, path: string, body?: unknown) => {
    const answer = await fetch(`${platform().url}/o/${ORGANISATION}/connectors/${connectorId}/versions/${path}`, {
      method,
      headers: { authorization: `Bearer ${SECRET_TOKEN}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    const text = await answer.text()
    return text === '' ? undefined : JSON.parse(text)
  }
  /** Replaces a stored object of gzipped text by an edited one. */
  const editStored = async (Key: string, edit: (text: string) => string): Promise<void> => {
    const s3 = new S3Client({ forcePathStyle: true })
    const object = { Bucket: stack.environment.BUCKET ?? '', Key }
    const { Body } = await s3.send(new GetObjectCommand(object))
    const text = gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString()
    await s3.send(new PutObjectCommand({ ...object, Body: gzipSync(edit(text)) }))
    s3.destroy()
  }
  /** Replaces the stored ledger of a connector by an edited one. */
  const editLedger = (connectorId: string, edit: (ledger: string) => string): Promise<void> =>
    editStored(`ledgers/${ORGANISATION}/${connectorId}/v1.json.gz`, edit)
  /** Replaces the stored content that imports have last applied to a connector. */
  const editContent = (connectorId: string, edit: (content: string) => string): Promise<void> =>
    editStored(`ledgers/${ORGANISATION}/${connectorId}/content/v1.json.gz`, edit)
  return {
    stack: () => stack,
    directory: () => directory,
    platform,
    call,
    editLedger,
    editContent,
    importer,
    seed,
    uploadOf,
    run,
    writesDuring,
    contents: (connectorId: string, version = 'v1') => contentsOf(platform(), connectorId, version),
  }
}

const bytesOf = (file: unknown): Uint8Array =>
  file instanceof Uint8Array ? file : Buffer.from(typeof file === 'string' ? file : JSON.stringify(file))

/** Returns the contents of a version with names instead of ids, so that equal imports compare equal. */
export const contentsOf = (platform: Platform, connectorId: string, name: string) => {
  const version = platform
    .state()
    .connectors.find(({ id }) => id === connectorId)
    ?.versions.find(version => version.name === name)
  if (version === undefined) throw new Error(`There is no version ${name} of ${connectorId}.`)
  const nameOf = new Map(version.definitions.map(definition => [definition.id, definition.name]))
  const names = (body?: { readonly definitions: readonly { readonly definition: { readonly id: string } }[] }) =>
    body?.definitions.map(({ definition }) => nameOf.get(definition.id))
  /** Replaces URLs in a schema by names, since URLs contain ids. */
  const named = (content: string, links: Readonly<Record<string, string>>): string =>
    Object.entries(links).reduce((text, [reference, id]) => {
      return text.replaceAll(JSON.stringify(reference), JSON.stringify(`#/$defs/${nameOf.get(id)}`))
    }, content)
  const definitions = version.definitions.map(({ id: _id, content, links, ...rest }) => ({
    ...rest,
    schema: JSON.parse(named(content, links)),
    references: Object.values(links).map(id => nameOf.get(id)),
  }))
  const withNames = <T extends TriggerRecord>({ id: _id, requestBody, responses, ...rest }: T) => ({
    ...rest,
    requestBody: names(requestBody),
    responses: responses.map(response => ({ status: response.status, definitions: names(response) })),
  })
  const actions = version.actions.map(withNames)
  const triggers = (version.triggers ?? []).map(withNames)
  return { actions: sortByName(actions), triggers: sortByName(triggers), definitions: sortByName(definitions) }
}

const sortByName = <T extends { readonly name: string }>(items: readonly T[]): T[] =>
  items.toSorted((a, b) => (a.name < b.name ? -1 : 1))

/** Returns the names of the operations of an execution, in the order of their begin. */
export const stepsOf = async ({ executionsDirectory }: Stack, importId: string): Promise<string[]> => {
  const entries = await readJournal(join(executionsDirectory, `${importId}.jsonl`))
  const updates = entries.flatMap(entry => (entry.type === 'checkpoint' ? entry.updates : []))
  return [...new Set(updates.flatMap(({ Name }) => Name ?? []))]
}

/** Finds the files in a directory that contain a string. */
export const filesWith = async (directory: string, text: string): Promise<string[]> => {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const found = await Promise.all(
    entries
      .filter(entry => entry.isFile())
      .map(async entry => {
        const path = join(entry.parentPath, entry.name)
        return (await readFile(path)).includes(text) ? [path] : []
      }),
  )
  return found.flat()
}
