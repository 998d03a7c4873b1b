import { Ajv2020 } from 'ajv/dist/2020.js'
import type { DefinitionsCreate } from '../../lib/contract/requests.ts'
import { authSchemeRequest, connectorRequest } from '../../lib/conversion/connector/connector-request.ts'
import { linkDefinition } from '../../lib/conversion/link.ts'
import type { Plan } from '../../lib/conversion/plan.ts'
import type { PlatformSchemas } from './platform-schemas.ts'
import { breaches } from './rules.ts'

/** Whatever in a plan the platform would refuse: by the contract's schemas, its prose, or JSON Schema's own. */
export const createViolations = ({
  action,
  trigger,
  definitions,
  connector,
  authScheme,
}: PlatformSchemas): ((plan: Plan) => string[]) => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  const against = (validate: PlatformSchemas['action'], what: string, payload: unknown): string[] =>
    validate(payload)
      ? []
      : [
          `${what}: ${(validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`).join('; ')}`,
        ]
  const dialect = (content: string): string[] =>
    ajv.validateSchema(JSON.parse(content)) ? [] : [ajv.errorsText(ajv.errors, { dataVar: 'schema' })]
  return plan => [
    ...plan.actions.flatMap(({ name, payload }) => (payload ? against(action, `action ${name}`, payload) : [])),
    ...plan.triggers.flatMap(({ name, payload }) => (payload ? against(trigger, `trigger ${name}`, payload) : [])),
    ...requestsOf(plan).flatMap((request, i) => against(definitions, `request ${i}`, request)),
    ...(plan.authSchemes ?? []).flatMap(scheme =>
      against(authScheme, `authentication scheme ${scheme.key}`, authSchemeRequest(scheme, 'owner')),
    ),
    ...(plan.connector ? against(connector, 'connector', requestOf(plan.connector, plan)) : []),
    ...plan.definitions.flatMap(({ name, content }) => dialect(content).map(error => `definition ${name}: ${error}`)),
    ...breaches(plan),
  ]
}

/** The create requests of a plan, as if the platform gave earlier definitions an address each. */
const requestsOf = (plan: Plan): DefinitionsCreate[] => {
  const known = new Map(
    plan.definitions.map(({ name }) => [name, { id: name, url: `https://platform.example/${name}` }]),
  )
  let start = 0
  return plan.requests.map(count => {
    const members = plan.definitions.slice(start, start + count)
    start += count
    const names = new Set(members.map(({ name }) => name))
    return { definitions: members.map(member => linkDefinition(member, names, known)) }
  })
}

const requestOf = (connector: NonNullable<Plan['connector']>, { authSchemes = [] }: Plan): unknown =>
  connectorRequest(connector, authSchemes, 'creation')
