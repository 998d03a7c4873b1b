import type * as v from 'valibot'
import type { Problem } from '../http/api-error.ts'
import type { Collection } from '../state/collection.ts'
import type { DefinitionRecord } from '../state/records.ts'
import { hasForeignTemplate, readPathTemplate } from './path-template.ts'
import type { ActionCreateShape } from './shapes.ts'

/** A link to a definition by id or by name. A stored link has its own id. */
export type LinkPayload = {
  readonly id?: string
  readonly definition: { readonly id?: string; readonly name?: string }
}

/** The fields of an action or trigger that the rules check. A stored one has more ids than a new one. */
export type ActionPayload = Pick<v.InferOutput<typeof ActionCreateShape>, 'method' | 'parameters'> & {
  /** Absent in a trigger. */
  readonly path?: string
  readonly requestBody?: { readonly required: boolean; readonly definitions: readonly LinkPayload[] }
  readonly responses: readonly {
    readonly id?: string
    readonly status?: number
    readonly definitions: readonly LinkPayload[]
  }[]
}
type Parameter = ActionPayload['parameters'][number]
type Definitions = Pick<Collection<DefinitionRecord>, 'byId' | 'byName'>

const problem = (code: string, field: string, message: string): Problem => ({ code, field, message })

/** Finds the definition of a link, by id if it has one, or by name. */
export function linkedDefinition({ definition }: LinkPayload, definitions: Definitions): DefinitionRecord | undefined {
  return definition.id === undefined ? definitions.byName(definition.name ?? '') : definitions.byId(definition.id)
}

const fits = ({ type, default: value }: Parameter): boolean => {
  if (value === undefined) return true
  return type === 'integer' ? Number.isInteger(value) : typeof value === type
}

const parameterProblems = (parameters: readonly Parameter[]): Problem[] => {
  const seen = new Set<string>()
  return parameters.flatMap((parameter, index) => {
    const field = `parameters[${index}]`
    const found: Problem[] = []
    const { name, in: location, required, type, default: value } = parameter
    const key = `${location} ${name}`
    if (seen.has(key)) {
      found.push(problem('parameter_duplicate', field, `duplicate ${location} parameter "${name}"`))
    }
    seen.add(key)
    if (location === 'path' && !required) {
      found.push(problem('path_parameter_optional', `${field}.required`, `must be true: "${name}" is in the path`))
    }
    if (!fits(parameter)) {
      found.push(problem('default_type', `${field}.default`, `must have the type of the parameter, ${type}`))
    } else if (typeof value === 'string' && hasForeignTemplate(value)) {
      const message = 'contains a template; only {{ .conn.NAME }} is allowed'
      found.push(problem('default_template', `${field}.default`, message))
    }
    return found
  })
}

const pathProblems = (path: string, parameters: readonly Parameter[]): Problem[] => {
  const found: Problem[] = []
  const template = readPathTemplate(path)
  if (!path.startsWith('/')) found.push(problem('path_relative', 'path', 'must start with "/"'))
  if (template.strayBrace) {
    const message = 'contains a brace that is not part of {{ param.NAME }} or {{ conn.NAME }}'
    found.push(problem('path_placeholder', 'path', message))
  }
  const declared = new Set<string>()
  for (const [index, { name, in: location }] of parameters.entries()) {
    if (location !== 'path') continue
    declared.add(name)
    if (template.parameters.has(name)) continue
    const message = `the path has no {{ param.${name} }}`
    found.push(problem('path_parameter_unused', `parameters[${index}].name`, message))
  }
  for (const name of template.parameters) {
    if (declared.has(name)) continue
    found.push(problem('path_parameter_missing', 'path', `{{ param.${name} }} has no path parameter "${name}"`))
  }
  return found
}

const linkProblems = (links: readonly LinkPayload[], field: string, definitions: Definitions): Problem[] => {
  const seen = new Set<string>()
  return links.flatMap((link, index) => {
    const place = `${field}[${index}].definition`
    const definition = linkedDefinition(link, definitions)
    if (definition === undefined) {
      const named = link.definition.id ?? link.definition.name
      return [problem('definition_unknown', place, `"${named}" is not a definition of this version; create it first`)]
    }
    const types = [...new Set(definition.accept.map(type => type.toLowerCase()))]
    const repeated = types.filter(type => seen.has(type))
    for (const type of types) seen.add(type)
    return repeated.map(type =>
      problem(
        'media_type_duplicate',
        place,
        `"${definition.name}" is the second definition for ${type}; only one is allowed`,
      ),
    )
  })
}

const responseProblems = ({ responses }: ActionPayload, definitions: Definitions): Problem[] => {
  const seen = new Set<number | undefined>()
  const found = responses.flatMap(({ status, definitions: links }, index) => {
    const field = `responses[${index}]`
    const own: Problem[] = []
    if (status !== undefined && (status < 100 || status > 599)) {
      own.push(problem('status_range', `${field}.status`, `must be 100 to 599, got ${status}`))
    }
    if (seen.has(status)) {
      const what = status === undefined ? 'default response' : `response with status ${status}`
      own.push(problem('response_duplicate', field, `duplicate ${what}`))
    }
    seen.add(status)
    return [...own, ...linkProblems(links, `${field}.definitions`, definitions)]
  })
  return responses.length > 0 ? found : [problem('responses_empty', 'responses', 'must have at least one response')]
}

/** Lists the rules that an action or trigger breaks. */
export function actionProblems(action: ActionPayload, definitions: Definitions): Problem[] {
  return [
    ...(action.path === undefined ? [] : pathProblems(action.path, action.parameters)),
    ...parameterProblems(action.parameters),
    ...linkProblems(action.requestBody?.definitions ?? [], 'requestBody.definitions', definitions),
    ...responseProblems(action, definitions),
  ]
}
