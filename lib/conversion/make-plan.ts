import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { tooLarge } from '../diagnostics/kinds/file.ts'
import { noOperations, tooManyOperations, tooManyValues } from '../diagnostics/kinds/operations.ts'
import { tooManyDefinitions } from '../diagnostics/kinds/schemas.ts'
import { triggerRegistration } from '../diagnostics/kinds/triggers.ts'
import { createDiagnosticLimit } from '../diagnostics/limit.ts'
import { omissionDiagnostics, omitField } from '../diagnostics/omissions.ts'
import { diagnostic } from '../diagnostics/report.ts'
import { child, pointerOf, root } from '../json/location.ts'
import { asText, getField, getOwn, isMapping, type Mapping } from '../json/mapping.ts'
import { type Context, mappingAt } from '../openapi/objects/context.ts'
import { listEvents } from '../openapi/objects/event.ts'
import type { Operation, Server } from '../openapi/objects/model.ts'
import { type Endpoint, listEndpoints } from '../openapi/objects/path-item.ts'
import { reportDocumentDialect } from '../openapi/objects/schema-dialect.ts'
import { readCommonServers, readDocumentServers } from '../openapi/objects/server.ts'
import { checkMediaTypes } from '../openapi/objects/swagger.ts'
import { reportForeignFields } from '../openapi/objects/unknown-fields.ts'
import { createRepeatedKeys, type UnreadOperations } from '../openapi/objects/unread.ts'
import { specificationOf } from '../openapi/objects/version.ts'
import { DEFAULT_LIMITS, type Limits } from '../openapi/parse/limits.ts'
import { createResolver, type FileFacts, type Files } from '../openapi/references/resolver.ts'
import { createConverter } from './action/convert-endpoints.ts'
import { actionsOf, nameEndpoints } from './action/convert-operations.ts'
import { planAuthentication } from './authentication/plan-authentication.ts'
import { urlBaseOf } from './authentication/url-base.ts'
import { planConnector } from './connector/plan-connector.ts'
import type { ConnectorOptions } from './connector/planned-connector.ts'
import { createBaseMediaTypes } from './definitions/base-media-types.ts'
import { DEFAULT_REQUEST_LIMITS, type RequestLimits } from './definitions/batches.ts'
import { createDrafts } from './definitions/drafts.ts'
import { planDefinitions } from './definitions/plan-definitions.ts'
import { describeConnection } from './describe-connection.ts'
import { createFilter, type Filter, NO_FILTER } from './filter.ts'
import { joinDiagnostics } from './join-diagnostics.ts'
import { withLostDefinitions } from './lost-content.ts'
import { createNameInOperation } from './naming/operation-places.ts'
import { reserveNames } from './naming/reserved-names.ts'
import { createBase, createOwnBase, reportServers } from './paths/base.ts'
import { withoutCredentials } from './paths/base-path.ts'
import { hostsOf } from './paths/hosts.ts'
import type { Plan } from './plan.ts'
import { triggersOf, type WantedTriggers } from './trigger/convert-events.ts'

export type PlanOptions = {
  /** Base URL of the connector; without it, paths are kept unchanged. */
  readonly baseUrl?: string
  /** Filter of operations; default: all. */
  readonly filter?: Filter
  /** Plans a connector; then `baseUrl` replaces the document's server. */
  readonly connector?: ConnectorOptions
  /** Converts the security schemes; by default, they are only counted. */
  readonly authentication?: boolean
  /** Events that become triggers; default: all. */
  readonly triggers?: WantedTriggers
  readonly limits?: Limits
  /** Facts about the files, apart from their content. */
  readonly facts?: FileFacts
  readonly requestLimits?: RequestLimits
}

export type Planned = { readonly ok: true; readonly plan: Plan } | { readonly ok: false; readonly problem: Diagnostic }

/** Converts parsed files to the desired state of a connector version. Depends on its arguments only. */
export function makePlan(files: Files, rootFile: string, options: PlanOptions = {}): Planned {
  const limits = options.limits ?? DEFAULT_LIMITS
  const specification = specificationOf(files.get(rootFile), rootFile)
  if (!specification.ok) return specification
  const { dialect, version, document } = specification
  const context: Context = {
    dialect,
    resolver: createResolver(files, options.facts),
    document: { value: document, at: root(rootFile) },
    problems: [],
    omissions: new Map(),
  }
  const documentPointer = pointerOf(context.document.at)
  leaveOutParts(context)
  reportForeignFields(context)
  reportDocumentDialect(context)
  if (dialect === '2.0') checkMediaTypes(context)
  const { facts = {} } = options
  const repeated = createRepeatedKeys(facts, rootFile)
  const { endpoints, unread } = listEndpoints(context, repeated)
  const { events, unread: unreadEvents } = listEvents(context, endpoints, {
    repeated,
    limit: limits.operations - endpoints.length,
  })
  const count = endpoints.length + events.length
  if (count === 0) return { ok: false, problem: nothingToImport(context) }
  if (count > limits.operations)
    return { ok: false, problem: diagnostic(tooManyOperations.exceeded(limits.operations), documentPointer) }

  const reserved = reserveNames(files, rootFile, context.resolver)
  const info = readInfo(context)
  const servers = serversOf(context, endpoints, options)
  const quiet = silent(context)
  const hosts = hostsOf(
    servers.length > 0 ? servers : (readCommonServers(quiet, endpoints) ?? readDocumentServers(quiet)),
  )
  const connector =
    options.connector && planConnector(context, { info, servers, baseUrl: options.baseUrl }, options.connector)
  if (connector?.ok === false) return connector
  const base =
    connector === undefined || options.baseUrl !== undefined
      ? createBase(context, servers, endpoints.length === 0 ? undefined : options.baseUrl)
      : createOwnBase(servers, connector.value.baseUrl)
  const names = nameEndpoints(context, endpoints)
  const drafts = createDrafts(context, reserved, createNameInOperation(context.resolver, endpoints, names))
  const limitProblems = createDiagnosticLimit()
  const { requestLimits = DEFAULT_REQUEST_LIMITS, triggers: wanted = 'all' } = options
  const paths = child(context.document.at, 'paths')
  const filter = createFilter(options.filter ?? NO_FILTER, pointerOf(paths))
  const baseMediaTypes = createBaseMediaTypes()
  const convert = createConverter(context, { baseMediaTypes, drafts, limits, limitProblems, repeated })
  const converted = convert(actionsOf(endpoints, { names, base, filter }))
  const actionNames = new Set(names)
  const triggers = converted && convert(triggersOf(context, events, { filter, wanted, actionNames }))
  if (converted === undefined || triggers === undefined)
    return { ok: false, problem: diagnostic(tooManyValues.operations(limits.nodes), paths) }
  context.problems.push(...filter.unused())
  reportServers(context, base)
  const authSchemes =
    options.authentication === true ? authenticationOf(context, converted.imported, options) : undefined
  const { definitions, requests, bytes } = planDefinitions(context, {
    baseMediaTypes: baseMediaTypes.settle(),
    drafts,
    reserved,
    limits,
    requestLimits,
    limitProblems,
    repeated,
  })
  if (definitions.length > limits.definitions)
    return { ok: false, problem: diagnostic(tooManyDefinitions.exceeded(limits.definitions), documentPointer) }
  if (bytes > limits.totalBytes)
    return { ok: false, problem: diagnostic(tooLarge.definitions(limits.totalBytes), documentPointer) }
  limitProblems(context.problems, documentPointer)
  const shared = joinDiagnostics({ actions: converted.planned, triggers: triggers.planned, definitions })
  // The items' own limits have counted them already.
  createDiagnosticLimit()(shared.joined, documentPointer)
  return {
    ok: true,
    plan: {
      document: {
        specification: version,
        title: asText(getOwn(info, 'title')) ?? '',
        version: asText(getOwn(info, 'version')) ?? '',
      },
      ...(hosts.length > 0 && { hosts }),
      actions: withLostDefinitions(shared.actions, shared.definitions),
      triggers: withLostDefinitions(shared.triggers, shared.definitions),
      definitions: shared.definitions,
      ...(connector !== undefined && { connector: connector.value }),
      ...(authSchemes !== undefined && { authSchemes }),
      ...(facts.partlyRead === undefined && {
        connection: describeConnection(
          { ...context, resolver: createResolver(files, facts) },
          endpoints,
          converted.imported,
        ),
      }),
      ...(options.baseUrl !== undefined && { baseUrl: withoutCredentials(options.baseUrl) }),
      requests,
      unread: [...unread, ...converted.unread, ...unreadFile(facts)],
      unreadEvents: [...unreadEvents, ...triggers.unread, ...unreadFile(facts)],
      ...missingFiles(context),
      diagnostics: [
        ...context.problems,
        ...shared.joined,
        ...registration(triggers.planned),
        ...omissionDiagnostics(context.omissions),
      ],
    },
  }
}

/** Returns a context whose problems are not reported: other readers of the same parts report them. */
const silent = (context: Context): Context => ({ ...context, problems: [] })

const missingFiles = ({ resolver: { missing } }: Context): Pick<Plan, 'missingFiles'> =>
  missing.size === 0 ? {} : { missingFiles: [...missing].sort() }

/** Returns the operations of a file that is only read in part. */
const unreadFile = ({ partlyRead }: FileFacts): UnreadOperations[] =>
  partlyRead === undefined ? [] : [{ isUnknown: true, pointer: partlyRead.pointer, reason: partlyRead.message }]

/**
 * Reads the Info Object, which may be in another file. Only the report needs it.
 * @see https://spec.openapis.org/oas/v3.1.1.html#info-object
 */
const readInfo = (context: Context): Mapping => {
  const info = getField(context.document, 'info')
  return info.value === undefined ? {} : (mappingAt(context, info, 'The info')?.value ?? {})
}

/**
 * Counts parts of the document that actions do not support.
 * @see https://spec.openapis.org/oas/v3.1.1.html#openapi-object
 */
const leaveOutParts = ({ document, omissions }: Context): void => {
  omitField(omissions, 'x-ms-paths-not-imported', document, 'x-ms-paths')
  omitField(omissions, 'security-not-imported', document, 'security')
  omitField(omissions, 'security-not-imported', document, 'securityDefinitions')
  const { value, at } = getField(document, 'components')
  if (isMapping(value)) omitField(omissions, 'security-not-imported', { value, at }, 'securitySchemes')
}

/** Reports once that the vendor must get to know the URLs of the triggers. */
const registration = (triggers: Plan['triggers']): Diagnostic[] => {
  const made = triggers.filter(({ skipped }) => skipped === undefined)
  const [first] = made
  return first === undefined ? [] : [diagnostic(triggerRegistration.needed(made.length), first.pointer)]
}

const nothingToImport = ({ document, problems }: Context): Diagnostic => {
  // A path item, or all of them, may be lost to an error.
  const cause = problems.find(({ severity }) => severity === 'error')
  const missing = getOwn(document.value, 'paths') === undefined ? 'paths' : 'operations'
  return diagnostic(
    noOperations.none(missing, cause?.message),
    cause?.pointer ?? pointerOf(child(document.at, 'paths')),
  )
}

/** Returns the servers of the document; none if they are not needed. Triggers have none. */
const serversOf = (
  context: Context,
  endpoints: readonly Endpoint[],
  { baseUrl, connector }: PlanOptions,
): readonly Server[] =>
  connector === undefined && (baseUrl === undefined || endpoints.length === 0)
    ? []
    : (readCommonServers(context, endpoints) ?? readDocumentServers(context))

/** Resolves relative URLs against the connector's base URL; without one, against the first complete server of the document. */
const authenticationOf = (
  context: Context,
  imported: readonly Pick<Operation, 'security'>[],
  { baseUrl }: PlanOptions,
) => {
  context.omissions.delete('security-not-imported')
  const at = context.document.at
  const servers = baseUrl === undefined ? readDocumentServers(silent(context)) : [{ url: baseUrl, at }]
  return planAuthentication(context, imported, urlBaseOf(servers))
}
