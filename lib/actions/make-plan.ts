import type { Diagnostic } from '../diagnostic.ts'
import { type Context, report } from '../openapi/context.ts'
import { leaveOut, leftOutProblems } from '../openapi/left-out.ts'
import { DEFAULT_LIMITS, type Limits } from '../openapi/limits.ts'
import { operationIdOf, readOperation } from '../openapi/operation.ts'
import { type Endpoint, listEndpoints } from '../openapi/path-item.ts'
import { child, pointerOf, root } from '../openapi/place.ts'
import { quote } from '../openapi/quote.ts'
import { createResolver, type Files } from '../openapi/reference.ts'
import { readDocumentServers } from '../openapi/server.ts'
import { specificationOf } from '../openapi/specification.ts'
import { checkMediaTypes } from '../openapi/swagger.ts'
import { asMapping, asText, at as atKey, isMapping, own } from '../openapi/value.ts'
import { convertOperation, isHttpMethod } from './action.ts'
import { type Base, reconcile, reportGuess, withoutCredentials } from './base-path.ts'
import { claimNames } from './definition-names.ts'
import { DEFAULT_REQUEST_LIMITS, type RequestLimits } from './definition-requests.ts'
import { createDrafts, type Drafts } from './definitions.ts'
import { createFilter, type Filter, NO_FILTER } from './filter.ts'
import { type Identity, nameOperations } from './name.ts'
import type { Plan, PlannedAction } from './plan.ts'
import { planDefinitions } from './plan-definitions.ts'

export type PlanOptions = {
  /** The connector's base URL; without it, paths are taken as they are. */
  readonly baseUrl?: string
  /** Which operations are wanted; all by default. */
  readonly filter?: Filter
  readonly limits?: Limits
  readonly requestLimits?: RequestLimits
}

export type Planned = { readonly ok: true; readonly plan: Plan } | { readonly ok: false; readonly problem: Diagnostic }

/** Parsed files → the desired state of a connector version. Depends on nothing but its arguments. */
export const makePlan = (files: Files, rootFile: string, options: PlanOptions = {}): Planned => {
  const limits = options.limits ?? DEFAULT_LIMITS
  const specification = specificationOf(files.get(rootFile), rootFile)
  if (!specification.ok) return specification
  const { dialect, version, document } = specification
  const context: Context = {
    dialect,
    resolver: createResolver(files, limits.hops),
    document: { value: document, at: root(rootFile) },
    problems: [],
    leftOut: new Map(),
  }
  leaveOutParts(context)
  if (dialect === '2.0') checkMediaTypes(context)
  const endpoints = listEndpoints(context)
  if (endpoints.length === 0) return { ok: false, problem: noOperations(context) }
  if (endpoints.length > limits.operations)
    return { ok: false, problem: tooMany(context, 'operations', limits.operations) }

  const claims = claimNames(files, rootFile)
  const drafts = createDrafts(context.resolver, files, rootFile, claims, dialect === '2.0' || dialect === '3.0')
  const base = baseOf(context, options.baseUrl)
  const actions = convertEndpoints(context, drafts, endpoints, base, options.filter ?? NO_FILTER)
  const { definitions, requests } = planDefinitions(
    context,
    drafts,
    claims,
    options.requestLimits ?? DEFAULT_REQUEST_LIMITS,
    limits.definitions + 1,
  )
  if (definitions.length > limits.definitions)
    return { ok: false, problem: tooMany(context, 'definitions', limits.definitions) }
  const info = asMapping(own(document, 'info')) ?? {}
  return {
    ok: true,
    plan: {
      document: {
        specification: version,
        title: asText(own(info, 'title')) ?? '',
        version: asText(own(info, 'version')) ?? '',
      },
      actions,
      definitions,
      requests,
      diagnostics: [...context.problems, ...leftOutProblems(context.leftOut)],
    },
  }
}

/** OpenAPI Object, Components Object: what an action has no place for. */
const leaveOutParts = ({ document, leftOut }: Context): void => {
  leaveOut(leftOut, 'webhooks-not-imported', document, 'webhooks')
  leaveOut(leftOut, 'security-not-imported', document, 'security')
  leaveOut(leftOut, 'security-not-imported', document, 'securityDefinitions')
  const { value, at } = atKey(document, 'components')
  if (isMapping(value)) leaveOut(leftOut, 'security-not-imported', { value, at }, 'securitySchemes')
}

const noOperations = ({ document }: Context): Diagnostic => {
  const webhooks = Object.keys(asMapping(own(document.value, 'webhooks')) ?? {}).length
  const paths = own(document.value, 'paths') === undefined ? 'no "paths"' : 'no operation under "paths"'
  const also = webhooks > 0 ? ` What it has under "webhooks" are calls to you, which no action can make.` : ''
  return {
    severity: 'error',
    code: 'no-operations',
    message: `The document has ${paths}, so there is nothing to import.${also}`,
    pointer: pointerOf(child(document.at, 'paths')),
  }
}

const tooMany = ({ document }: Context, what: string, limit: number): Diagnostic => ({
  severity: 'error',
  code: `too-many-${what}`,
  message: `The document makes more than ${limit} ${what} (MAX_${what.toUpperCase()}); import it in parts.`,
  pointer: pointerOf(document.at),
})

const baseOf = (context: Context, url: string | undefined): Base => {
  if (url === undefined) return { url, prefix: '', isRoot: true }
  const servers = readDocumentServers(context)
  const compared = reconcile(servers, url, true)
  reportGuess(context.problems, compared, child(context.document.at, 'servers'))
  if (compared.kind === 'same') return { url, prefix: compared.prefix, isRoot: compared.isRoot === true }
  const at = servers.find(server => server.url === compared.server)?.at ?? context.document.at
  report(
    context.problems,
    'warning',
    'server-differs',
    at,
    `The document's server is ${withoutCredentials(compared.server)}, the connector's base URL ${withoutCredentials(url)}; the connector's is used.`,
  )
  return { url, prefix: '', isRoot: false }
}

const convertEndpoints = (
  context: Context,
  drafts: Drafts,
  endpoints: readonly Endpoint[],
  base: Base,
  wanted: Filter,
): PlannedAction[] => {
  const filter = createFilter(wanted, pointerOf(child(context.document.at, 'paths')))
  const names = nameOperations(endpoints.map(endpoint => identify(context, endpoint)))
  const converted = endpoints.map((endpoint, i): PlannedAction => {
    const { operation, problems } = readOperation(context, endpoint)
    const { method, path, node } = endpoint
    const name = names[i] ?? ''
    const common = { name, method, path, pointer: pointerOf(operation?.at ?? node.at), problems }
    if (operation === undefined) return { ...common, skipped: problems[0]?.message ?? 'It is no operation.' }
    const unwanted = filter.reason(operation)
    // What is not wanted needs no advice.
    if (unwanted !== undefined) return { ...common, problems: [], skipped: unwanted }
    if (!isHttpMethod(method)) {
      report(
        problems,
        'warning',
        'method-unknown',
        operation.at,
        `The platform has no method ${method}; the operation was left out.`,
      )
      return { ...common, skipped: `The platform has no method ${method}.` }
    }
    if (operation.operationId !== undefined && operation.operationId.trim() !== name)
      report(
        problems,
        'info',
        'name-changed',
        child(operation.at, 'operationId'),
        `${quote(operation.operationId)} is not legal as a name, too long or not unique; it became ${name}.`,
      )
    const own = { ...context, problems }
    return { ...common, payload: convertOperation(own, drafts, operation, name, method, base) }
  })
  context.problems.push(...filter.unused())
  return converted
}

/** What an operation is named by, which has to be known of all before the first one is converted. */
const identify = (context: Context, { method, path, node }: Endpoint): Identity => {
  const found = context.resolver.follow(node)
  const operationId = found.ok && isMapping(found.target.value) ? operationIdOf(found.target.value) : undefined
  return { method, path, ...(operationId !== undefined && { operationId }) }
}
