import {
  ACTION_NAME,
  type ActionParameter,
  type ByName,
  DEFINITION_NAME,
  type TriggerCreate,
} from '../../lib/contract/requests.ts'
import type { Plan, PlannedDefinition } from '../../lib/conversion/plan.ts'

/** The rules that the platform's contract tells in prose, checked over a whole plan: one sentence for each breach. */
export const breaches = (plan: Plan): string[] => {
  const actions = plan.actions.flatMap(({ payload }) => payload ?? [])
  const triggers = plan.triggers.flatMap(({ payload }) => payload ?? [])
  const accepts = new Map(plan.definitions.map(({ name, accept }) => [name, accept]))
  return [
    ...repeated(plan.actions.map(({ name }) => name)).map(name => `two actions are named ${name}`),
    ...repeated(plan.triggers.map(({ name }) => name)).map(name => `two triggers are named ${name}`),
    ...repeated(plan.definitions.map(({ name }) => name)).map(name => `two definitions are named ${name}`),
    ...actions.flatMap(payload =>
      [...payloadBreaches(payload, accepts), ...placeholderBreaches(payload.path, payload.parameters)].map(
        breach => `action ${payload.name}: ${breach}`,
      ),
    ),
    ...triggers.flatMap(payload =>
      [...payloadBreaches(payload, accepts), ...pathBreaches(payload)].map(
        breach => `trigger ${payload.name}: ${breach}`,
      ),
    ),
    ...definitionBreaches(plan),
  ]
}

const repeated = (values: readonly unknown[]): unknown[] => values.filter((value, i) => values.indexOf(value) !== i)

type Accepts = ReadonlyMap<string, readonly string[]>
type Links = TriggerCreate<ByName>['responses'][number]['definitions']

/** A trigger has neither a path nor a parameter in it. */
const pathBreaches = (trigger: TriggerCreate<ByName>): string[] => [
  ...('path' in trigger ? ['it has a path'] : []),
  ...trigger.parameters.filter(({ in: location }) => location === 'path').map(({ name }) => `${name} is in the path`),
]

/** What an action and a trigger have in common. */
const payloadBreaches = (payload: TriggerCreate<ByName>, accepts: Accepts): string[] => {
  const { parameters, requestBody, responses } = payload
  const statuses = responses.map(({ status }) => status)
  return [
    ...(ACTION_NAME.test(payload.name) ? [] : ['its name is illegal']),
    ...(responses.length > 0 ? [] : ['it has no response']),
    ...repeated(statuses).map(status => `two responses have the status ${status ?? 'default'}`),
    ...repeated(parameters.map(({ name, in: location }) => `${location} ${name}`)).map(key => `two parameters ${key}`),
    ...parameters.flatMap(parameterBreaches),
    ...[requestBody?.definitions ?? [], ...responses.map(({ definitions }) => definitions)].flatMap(links =>
      linkBreaches(links, accepts),
    ),
  ]
}

/** Every placeholder has its path parameter, every path parameter its placeholder, and nothing else is in braces. */
const placeholderBreaches = (path: string, parameters: readonly ActionParameter[]): string[] => {
  const names = new Set([...path.matchAll(/\{\{ param\.([^{}\s]+) \}\}/g)].map(([, name]) => name))
  const declared = new Set(parameters.filter(({ in: location }) => location === 'path').map(({ name }) => name))
  const rest = path.replaceAll(/\{\{ param\.[^{}\s]+ \}\}/g, '')
  return [
    ...[...names].filter(name => !declared.has(name ?? '')).map(name => `{{ param.${name} }} has no parameter`),
    ...[...declared].filter(name => !names.has(name)).map(name => `the path parameter ${name} has no placeholder`),
    ...(/[{}]/.test(rest) ? [`braces are left in the path ${path}`] : []),
  ]
}

const parameterBreaches = (parameter: ActionParameter): string[] => {
  const { name, in: location, required, type, default: fallback } = parameter
  const fits =
    fallback === undefined || (type === 'integer' ? Number.isSafeInteger(fallback) : typeof fallback === type)
  return [
    ...(location !== 'path' || required ? [] : [`the path parameter ${name} is optional`]),
    ...(fits ? [] : [`the default ${JSON.stringify(fallback)} of ${name} is no ${type}`]),
    ...(typeof fallback === 'string' && fallback.includes('{{') ? [`the default of ${name} is a live template`] : []),
  ]
}

const linkBreaches = (links: Links, accepts: Accepts): string[] => {
  const names = links.map(({ definition }) => definition.name)
  return [
    ...names.filter(name => !accepts.has(name)).map(name => `there is no definition ${name}`),
    ...repeated(names.flatMap(name => accepts.get(name) ?? [])).map(type => `two definitions for ${type}`),
  ]
}

const definitionBreaches = ({ definitions, requests }: Plan): string[] => {
  const requestOf = requests.flatMap((count, request) => Array.from({ length: count }, () => request))
  const byName = new Map(definitions.map(({ name }, i) => [name, requestOf[i] ?? Number.POSITIVE_INFINITY]))
  const sum = requestOf.length === definitions.length ? [] : [`the requests take ${requestOf.length} definitions`]
  return [
    ...sum,
    ...definitions.flatMap((definition, i) =>
      contentBreaches(definition, name => (byName.get(name) ?? Number.POSITIVE_INFINITY) <= (requestOf[i] ?? -1)).map(
        breach => `definition ${definition.name}: ${breach}`,
      ),
    ),
  ]
}

const LINK = '#/$defs/'

const contentBreaches = (definition: PlannedDefinition, isThere: (name: string) => boolean): string[] => {
  const { links, keywords } = inspect(JSON.parse(definition.content))
  return [
    ...(DEFINITION_NAME.test(definition.name) ? [] : ['its name is illegal']),
    ...(definition.accept.length > 0 ? [] : ['it accepts no media type']),
    ...links.filter(name => !isThere(name)).map(name => `${LINK}${name} is in no earlier request`),
    ...(links.toSorted().join() === definition.references.toSorted().join() ? [] : ['its references are not as told']),
    ...['$defs', 'definitions', '$id', '$anchor'].filter(name => keywords.has(name)).map(name => `it has ${name}`),
  ]
}

/** Names that a mapping gives to schemas, so that they are no keywords. */
const NAMING = new Set(['properties', 'patternProperties', 'dependentSchemas'])
/** Values that are data, not schemas. */
const DATA = new Set(['default', 'const', 'enum', 'required', 'dependentRequired'])

/** The definitions that a schema links, each once, and its keywords at every level. */
const inspect = (schema: unknown): { links: string[]; keywords: Set<string> } => {
  const links = new Set<string>()
  const keywords = new Set<string>()
  const link = (value: unknown): void => {
    links.add(typeof value === 'string' && value.startsWith(LINK) ? value.slice(LINK.length) : `? ${value}`)
  }
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const item of node) visit(item)
    if (typeof node !== 'object' || node === null || Array.isArray(node)) return
    for (const [key, value] of Object.entries(node)) {
      keywords.add(key)
      if (key === '$ref') link(value)
      else if (key === 'discriminator') {
        for (const target of Object.values(value.mapping ?? {})) link(target)
        if (value.defaultMapping !== undefined) link(value.defaultMapping)
      } else if (NAMING.has(key)) for (const member of Object.values(value)) visit(member)
      else if (!DATA.has(key)) visit(value)
    }
  }
  visit(schema)
  return { links: [...links], keywords }
}
