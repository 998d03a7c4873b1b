import { type FaultSettings, Faults } from './faults/settings.ts'
import { type EmulatorResponse, jsonResponse, textResponse } from './http/response.ts'
import type { Route } from './http/router.ts'
import { API } from './routes.ts'
import { checkShape } from './rules/check-shape.ts'
import type { PlatformState } from './state/records.ts'

/** The path of the inspection page. It is not part of the Connect API and needs no token. */
export const INSPECTION = '/_emulator'

const HELP = `Emulator of the Connect API. It stores what is imported, and rejects requests that break the published contract.

GET ${INSPECTION}/state     stored connectors, versions, and names of actions, triggers and definitions
GET ${INSPECTION}/faults    active faults
PUT ${INSPECTION}/faults    set faults as JSON; {} turns them off. Examples:
    {"latencyMs": 50, "throttle": {"requestsPerSecond": 20, "retryAfterSeconds": 1}}
    {"failEvery": 10, "failStatus": 503}              every tenth request fails
    {"loseAnswerRate": 0.05, "seed": 7}               one write in twenty is processed, but its response is lost
    {"rotateTokenAfter": 100, "nextToken": "other"}   the token changes after 100 requests
    {"notImplemented": ["PUT actions", "publish"], "notImplementedStatus": 501}
    {"forbidden": ["POST connectors"]}                the token has no right to create connectors
    {"rejectActions": ["GetPet"], "rejectTriggers": ["petSold"]}
     ${API}/…           the Connect API, with the bearer token
`

const contents = (items: readonly { readonly name: string }[]) => ({
  count: items.length,
  names: items.map(({ name }) => name),
})

/** Returns the names and counts of the stored items. */
const overview = ({ connectors }: PlatformState) => ({
  connectors: connectors.map(({ id, organisationId, name, baseUrl, versions }) => ({
    organisationId,
    id,
    name,
    baseUrl,
    versions: versions.map(version => ({
      name: version.name,
      publishedAt: version.publishedAt,
      actions: contents(version.actions),
      triggers: contents(version.triggers ?? []),
      definitions: contents(version.definitions),
    })),
  })),
})

const readable = (value: unknown): EmulatorResponse =>
  textResponse(200, 'application/json', `${JSON.stringify(value, undefined, 2)}\n`)

type Inspected = {
  readonly getFaults: () => FaultSettings
  readonly setFaults: (faults: Faults) => void
}

export function inspectionRoutes({ getFaults, setFaults }: Inspected): Route[] {
  const help = (): EmulatorResponse => textResponse(200, 'text/plain; charset=utf-8', HELP)
  return [
    { method: 'GET', path: INSPECTION, handle: help },
    { method: 'GET', path: `${INSPECTION}/`, handle: help },
    { method: 'GET', path: `${INSPECTION}/state`, handle: ({ store }) => readable(overview(store.snapshot())) },
    { method: 'GET', path: `${INSPECTION}/faults`, handle: () => readable(getFaults()) },
    {
      method: 'PUT',
      path: `${INSPECTION}/faults`,
      reads: 'json',
      handle: ({ body }) => {
        setFaults(checkShape(Faults, body))
        return jsonResponse(200, getFaults())
      },
    },
  ]
}
