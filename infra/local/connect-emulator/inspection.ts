import { type FaultSettings, Faults } from './faults/settings.ts'
import { type Answer, jsonAnswer, textAnswer } from './http/answer.ts'
import type { Route } from './http/router.ts'
import { API } from './routes.ts'
import { checkShape } from './rules/check-shape.ts'
import type { PlatformState } from './state/records.ts'

/** Where a person looks at the emulator and sets its faults; not part of the Connect API and free of its token. */
export const INSPECTION = '/_emulator'

const HELP = `An emulator of the Connect API. It keeps what is imported and refuses what breaks the published contract.

GET ${INSPECTION}/state     what is stored: connectors, versions, names of actions and definitions
GET ${INSPECTION}/faults    how it misbehaves at present
PUT ${INSPECTION}/faults    how it shall misbehave, as JSON; {} is good health. For example:
    {"latencyMs": 50, "throttle": {"requestsPerSecond": 20, "retryAfterSeconds": 1}}
    {"failEvery": 10, "failStatus": 503}              every tenth request fails
    {"loseAnswerRate": 0.05, "seed": 7}               one write in twenty is done but not answered
    {"rotateTokenAfter": 100, "nextToken": "other"}   the token changes after 100 requests
    {"notImplemented": ["PUT actions", "publish"], "notImplementedStatus": 501}
    {"rejectActions": ["GetPet"]}
     ${API}/…           the Connect API itself, with the bearer token
`

const contents = (items: readonly { readonly name: string }[]) => ({
  count: items.length,
  names: items.map(({ name }) => name),
})

/** The state without the details: which names are where, and how many. */
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
      definitions: contents(version.definitions),
    })),
  })),
})

const readable = (value: unknown): Answer =>
  textAnswer(200, 'application/json', `${JSON.stringify(value, undefined, 2)}\n`)

type Inspected = {
  readonly getFaults: () => FaultSettings
  readonly setFaults: (faults: Faults) => void
}

export function inspectionRoutes({ getFaults, setFaults }: Inspected): Route[] {
  const help = (): Answer => textAnswer(200, 'text/plain; charset=utf-8', HELP)
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
        return jsonAnswer(200, getFaults())
      },
    },
  ]
}
