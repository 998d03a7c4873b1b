import * as v from 'valibot'
import { describeConnectError } from '../connect/describe.ts'
import { type ConnectError, type ConnectResult, isNotFound } from '../connect/errors.ts'
import { RESERVED_VERSIONS } from '../contract/requests.ts'
import type { Connector } from '../contract/responses.ts'
import { type Patient, probe } from './doctor.ts'
import { differs, type Finding, failed, ok, skipped } from './finding.ts'

/** Largest number of requests whose median is the latency, and the time in milliseconds after which no other is sent. */
const SAMPLES = 10
const SAMPLING = 3_000

const REMEDY = 'Check CONNECT_API_URL; if it is right, the platform has changed, and imports of this version may fail.'

/** Checks connector, version, paging, shape of the responses, and latency. Only reads. Yields each finding once known. */
export async function* checkTarget(patient: Patient): AsyncGenerator<Finding, void> {
  const { client, target } = patient
  const connector = await client.getConnector()
  const found = connector.ok ? describeConnector(connector.value) : connectorError(connector.error, target.connectorId)
  yield found
  if (found.status === 'failed') return
  const version = await checkVersion(patient)
  yield version.finding
  if (version.exists) yield* checkContents(patient)
  else yield skipped('actions', 'The version does not exist.')
  yield await checkLatency(patient)
}

const connectorError = (error: ConnectError, connectorId: string): Finding =>
  isNotFound(error)
    ? failed(
        'connector',
        `Connector ${connectorId} not found.`,
        'Use its id on the platform, or let the import create it.',
      )
    : failed('connector', `${describeConnectError(error)}.`, REMEDY)

const describeConnector = ({ id, protocol, baseUrl, authSchemeConfigs }: Connector): Finding => {
  if (protocol !== 'http') {
    const message = `Connector ${id} has the protocol ${protocol}.`
    return failed('connector', message, 'Import into a connector with the protocol http.')
  }
  const schemes = Array.isArray(authSchemeConfigs) ? authSchemeConfigs.length : 0
  return ok('connector', `Protocol http, base URL ${baseUrl ?? '(none)'}, authentication schemes: ${schemes}.`)
}

type VersionCheck = { readonly finding: Finding; readonly exists: boolean }

const checkVersion = async ({ client, target: { version } }: Patient): Promise<VersionCheck> => {
  if (RESERVED_VERSIONS.some(name => name === version)) {
    const message = `"${version}" is reserved and always a published version.`
    return { finding: failed('version', message, 'Name another version.'), exists: true }
  }
  const found = await client.getVersion()
  if (found.ok && found.value.publishedAt)
    return {
      finding: differs('version', `${version} is published and can't be changed; imports need onPublished: draft.`),
      exists: true,
    }
  if (found.ok) return { finding: ok('version', `${version} is a draft.`), exists: true }
  if (isNotFound(found.error))
    return { finding: ok('version', `${version} does not exist; an import creates it.`), exists: false }
  return { finding: failed('version', `${describeConnectError(found.error)}.`, REMEDY), exists: false }
}

async function* checkContents(patient: Patient): AsyncGenerator<Finding, void> {
  const { client } = patient
  const actions = await firstPage('actions', client.actions.list(), page => page.items)
  yield actions.finding
  const triggers = await firstPage('triggers', client.triggers.list(), page => page.items)
  yield withoutTriggers(triggers.finding)
  const definitions = await firstPage('definitions', client.listDefinitions(), page => page.definitions ?? [])
  yield definitions.finding
  if (actions.items.length >= 2) yield await checkPaging(patient)
  const [definition] = definitions.items
  if (definition !== undefined) yield await checkSchema(patient, definition.url)
}

/** Imports skip triggers on a platform that does not list them. */
const withoutTriggers = (finding: Finding): Finding =>
  finding.status === 'failed' ? differs('triggers', `${finding.message} Imports skip triggers.`) : finding

const firstPage = async <Page extends { readonly totalCount?: number | undefined }, Item>(
  check: string,
  pages: AsyncGenerator<ConnectResult<Page>>,
  items: (page: Page) => readonly Item[],
): Promise<{ readonly finding: Finding; readonly items: readonly Item[] }> => {
  const { value: page } = await pages.next()
  if (page === undefined) return { finding: skipped(check, 'No response.'), items: [] }
  if (!page.ok) return { finding: failed(check, `${describeConnectError(page.error)}.`, REMEDY), items: [] }
  const found = items(page.value)
  return {
    finding: ok(check, `${page.value.totalCount ?? found.length} ${check}; the shape is that of the contract.`),
    items: found,
  }
}

const NamesPage = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ next: v.nullish(v.string()), actions: v.array(v.object({ name: v.string() })) }),
)

/** Reads two pages of one action each. */
const checkPaging = async (patient: Patient): Promise<Finding> => {
  const { organisationId, connectorId, version } = patient.target
  const path = `/o/${[organisationId, 'connectors', connectorId, 'versions', version, 'actions'].map(encodeURIComponent).join('/')}`
  const read = async (query: string) => {
    const { result } = await probe(patient, `${path}?${query}`)
    const page = v.safeParse(NamesPage, result.ok ? result.response.text : '')
    return page.success ? page.output : undefined
  }
  const first = await read('first=1')
  const second = first?.next ? await read(`first=1&after=${encodeURIComponent(first.next)}`) : undefined
  if (first !== undefined && first.actions.length > 1)
    return differs('paging', `"first" is ignored: one page has ${first.actions.length} actions.`)
  if (first === undefined || second === undefined || second.actions[0]?.name === first.actions[0]?.name)
    return failed('paging', 'The second page of actions is missing or equals the first.', REMEDY)
  return ok('paging', 'Pages follow each other.')
}

const checkSchema = async ({ client }: Patient, url: string): Promise<Finding> => {
  const schema = await client.getSchema(url)
  if (schema.ok) return ok('schemas', 'The schema of a definition can be read.')
  const message = `The schema of a definition can't be read: ${describeConnectError(schema.error)}.`
  return failed('schemas', message, "Definitions are written again in each import, since they can't be compared.")
}

const checkLatency = async (patient: Patient): Promise<Finding> => {
  const { organisationId, connectorId } = patient.target
  const path = `/o/${encodeURIComponent(organisationId)}/connectors/${encodeURIComponent(connectorId)}`
  const times: number[] = []
  const endsAt = patient.now() + SAMPLING
  for (let i = 0; i < SAMPLES && (i === 0 || patient.now() < endsAt); i++) {
    const { result, milliseconds } = await probe(patient, path)
    const status = result.ok ? result.response.status : 0
    if (status === 429) return differs('latency', `The platform throttles after ${i} requests in a row.`)
    if (status !== 200)
      return differs('latency', `Request ${i + 1} of ${SAMPLES} failed${result.ok ? ` with status ${status}` : ''}.`)
    times.push(milliseconds)
  }
  const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
  return ok('latency', `${Math.round(median)} ms, the median of ${times.length} requests.`)
}
