import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { createDiagnosticLimit } from '../diagnostics/limit.ts'
import { omissionDiagnostics, omitField } from '../diagnostics/omissions.ts'
import { reportText } from '../diagnostics/report.ts'
import { child, pointerOf, root } from '../json/location.ts'
import { asMapping, asText, getField, getOwn, isMapping, type Mapping } from '../json/mapping.ts'
import { type Context, mappingAt } from '../openapi/objects/context.ts'
import { listEndpoints } from '../openapi/objects/path-item.ts'
import { readDocumentServers } from '../openapi/objects/server.ts'
import { checkMediaTypes } from '../openapi/objects/swagger.ts'
import { reportForeignFields } from '../openapi/objects/unknown-fields.ts'
import { specificationOf } from '../openapi/objects/version.ts'
import { DEFAULT_LIMITS, type Limits } from '../openapi/parse/limits.ts'
import { createResolver, type FileFacts, type Files } from '../openapi/references/resolver.ts'
import { convertOperations } from './action/convert-operations.ts'
import { DEFAULT_REQUEST_LIMITS, type RequestLimits } from './definitions/batches.ts'
import { createDrafts } from './definitions/drafts.ts'
import { planDefinitions } from './definitions/plan-definitions.ts'
import { type Filter, NO_FILTER } from './filter.ts'
import { reserveNames } from './naming/reserved-names.ts'
import { type Base, matchServers, reportGuess, withoutCredentials } from './paths/base-path.ts'
import type { Plan } from './plan.ts'

export type PlanOptions = {
  /** The connector's base URL; without it, paths are taken as they are. */
  readonly baseUrl?: string
  /** Which operations are wanted; all by default. */
  readonly filter?: Filter
  readonly limits?: Limits
  /** What is known of the files beside their content. */
  readonly facts?: FileFacts
  readonly requestLimits?: RequestLimits
}

export type Planned = { readonly ok: true; readonly plan: Plan } | { readonly ok: false; readonly problem: Diagnostic }

/** Parsed files → the desired state of a connector version. Depends on nothing but its arguments. */
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
  leaveOutParts(context)
  reportForeignFields(context)
  if (dialect === '2.0') checkMediaTypes(context)
  const endpoints = listEndpoints(context)
  if (endpoints.length === 0) return { ok: false, problem: noOperations(context) }
  if (endpoints.length > limits.operations)
    return { ok: false, problem: tooMany(context, 'operations', limits.operations) }

  const claims = reserveNames(files, rootFile, context.resolver)
  const drafts = createDrafts(context, claims)
  const base = baseOf(context, options.baseUrl)
  const limitProblems = createDiagnosticLimit()
  const filter = options.filter ?? NO_FILTER
  const actions = convertOperations(context, drafts, endpoints, base, filter, limits, limitProblems)
  if (actions === undefined) return { ok: false, problem: tooManyValues(context, limits) }
  const requestLimits = options.requestLimits ?? DEFAULT_REQUEST_LIMITS
  const { definitions, requests, bytes } = planDefinitions(
    context,
    drafts,
    claims,
    requestLimits,
    limits,
    limitProblems,
  )
  if (definitions.length > limits.definitions)
    return { ok: false, problem: tooMany(context, 'definitions', limits.definitions) }
  const info = readInfo(context)
  if (bytes > limits.totalBytes) return { ok: false, problem: tooManyBytes(context, limits) }
  limitProblems(context.problems, pointerOf(context.document.at))
  return {
    ok: true,
    plan: {
      document: {
        specification: version,
        title: asText(getOwn(info, 'title')) ?? '',
        version: asText(getOwn(info, 'version')) ?? '',
      },
      actions,
      definitions,
      requests,
      diagnostics: [...context.problems, ...omissionDiagnostics(context.omissions)],
    },
  }
}

/** Info Object, which may stand in a file of its own; only the report needs it. */
const readInfo = (context: Context): Mapping => {
  const info = getField(context.document, 'info')
  return info.value === undefined ? {} : (mappingAt(context, info, 'The info')?.value ?? {})
}

/** OpenAPI Object, Components Object: what an action has no place for. */
const leaveOutParts = ({ document, omissions }: Context): void => {
  omitField(omissions, 'webhooks-not-imported', document, 'webhooks')
  omitField(omissions, 'x-ms-paths-not-imported', document, 'x-ms-paths')
  omitField(omissions, 'security-not-imported', document, 'security')
  omitField(omissions, 'security-not-imported', document, 'securityDefinitions')
  const { value, at } = getField(document, 'components')
  if (isMapping(value)) omitField(omissions, 'security-not-imported', { value, at }, 'securitySchemes')
}

const noOperations = ({ document, problems }: Context): Diagnostic => {
  // A path item, or all of them, may be lost to a fault.
  const cause = problems.find(({ severity }) => severity === 'error')
  const webhooks = Object.keys(asMapping(getOwn(document.value, 'webhooks')) ?? {}).length
  const paths = getOwn(document.value, 'paths') === undefined ? 'no "paths"' : 'no operation under "paths"'
  const also = webhooks > 0 ? ` What it has under "webhooks" are calls to you, which no action can make.` : ''
  return {
    severity: 'error',
    code: 'no-operations',
    message: `The document has ${paths}, so there is nothing to import.${also}${cause === undefined ? '' : ` ${cause.message}`}`,
    pointer: cause?.pointer ?? pointerOf(child(document.at, 'paths')),
  }
}

const tooMany = ({ document }: Context, what: string, limit: number): Diagnostic => ({
  severity: 'error',
  code: `too-many-${what}`,
  message: `The document makes more than ${limit} ${what} (MAX_${what.toUpperCase()}); import it in parts.`,
  pointer: pointerOf(document.at),
})

/** What a small document can become where many operations refer to the same part of it. */
const tooManyValues = ({ document }: Context, { nodes }: Limits): Diagnostic => ({
  severity: 'error',
  code: 'too-many-values',
  message: `The operations, with what they refer to, have more than ${nodes} values (MAX_NODES); import the document in parts.`,
  pointer: pointerOf(child(document.at, 'paths')),
})

const tooManyBytes = ({ document }: Context, { totalBytes }: Limits): Diagnostic => ({
  severity: 'error',
  code: 'too-large',
  message: `The definitions take more than ${totalBytes} bytes; make schemas that many operations share components, or import the document in parts.`,
  pointer: pointerOf(document.at),
})

const baseOf = (context: Context, url: string | undefined): Base => {
  if (url === undefined) return { url, prefix: '', isRoot: true }
  const servers = readDocumentServers(context)
  const compared = matchServers(servers, url, true)
  reportGuess(context.problems, compared, child(context.document.at, 'servers'))
  if (compared.kind === 'same') return { url, prefix: compared.prefix, isRoot: compared.isRoot === true }
  const at = servers.find(server => server.url === compared.server)?.at ?? context.document.at
  reportText(
    context.problems,
    'warning',
    'server-differs',
    at,
    `The document's server is ${withoutCredentials(compared.server)}, the connector's base URL ${withoutCredentials(url)}; the connector's is used.`,
  )
  return { url, prefix: '', isRoot: false }
}
