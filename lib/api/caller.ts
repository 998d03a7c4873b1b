import * as v from 'valibot'
import { Problem } from './response.ts'

/** Organisations that a caller may use. */
export type Caller = {
  readonly mayUse: (organisationId: string) => boolean
  /** Default organisation; undefined if the caller has several or all. */
  readonly organisationId: string | undefined
}

export type CallerRules = {
  /** Claim of a JWT that contains the caller's organisation, or several. */
  readonly claim: string
  /** Organisations of each IAM role or user, keyed by ARN; `*` allows all. */
  readonly organisations: Readonly<Record<string, readonly string[]>>
}

/** Authorizer data of an API Gateway event. */
const Authorized = v.object({
  authorizer: v.object({
    jwt: v.optional(v.object({ claims: v.record(v.string(), v.unknown()) })),
    iam: v.optional(v.object({ userArn: v.string() })),
  }),
})

/**
 * Returns the caller that API Gateway has authenticated.
 * @throws Problem 401 without authorizer data, 403 if the caller has no organisation
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export function callerOf(requestContext: unknown, { claim, organisations }: CallerRules): Caller {
  const parsed = v.safeParse(Authorized, requestContext)
  const { jwt, iam } = parsed.success ? parsed.output.authorizer : {}
  if (jwt !== undefined)
    return createCaller(claimedOrganisations(jwt.claims[claim]), `The token has no organisation in its claim ${claim}.`)
  if (iam === undefined) {
    const detail = 'Authentication is required: sign the request or send a token.'
    throw new Problem({ status: 401, code: 'unauthenticated', detail })
  }
  const principal = principalOf(iam.userArn)
  const rule = Object.entries(organisations).find(([arn]) => principalOf(arn) === principal)
  return createCaller(rule?.[1] ?? [], `${principal} has no organisation. Add it to the parameter apiOrganisations.`)
}

const createCaller = (organisations: readonly string[], refusal: string): Caller => {
  if (organisations.length === 0) throw new Problem({ status: 403, code: 'no-organisation', detail: refusal })
  const all = organisations.includes('*')
  return {
    mayUse: organisationId => all || organisations.includes(organisationId),
    organisationId: all || organisations.length > 1 ? undefined : organisations[0],
  }
}

/** Returns the organisations of a claim. API Gateway serialises an array as `[a b]`. A token can't allow all. */
const claimedOrganisations = (value: unknown): string[] => {
  if (typeof value !== 'string') return []
  const items = /^\[(.*)\]$/.exec(value)?.[1]?.split(/[ ,]+/) ?? [value]
  return items.filter(item => item !== '' && item !== '*')
}

/** Returns the ARN of the role of a session, or of the user. It has no path, because the ARN of a session has none. */
const principalOf = (arn: string): string => {
  const session = /^(arn:[^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn)
  if (session !== null) return `${session[1]}:iam::${session[2]}:role/${session[3]}`
  return arn.replace(/:(role|user)\/(?:.*\/)?([^/]+)$/, ':$1/$2')
}

/** Checks that the caller may use an organisation. @throws Problem 403 */
export function requireOrganisation(caller: Caller, organisationId: string): void {
  if (caller.mayUse(organisationId)) return
  const detail = `Organisation ${organisationId} is not allowed for this caller. Use one of your own, or ask for access.`
  throw new Problem({ status: 403, code: 'organisation-not-allowed', detail })
}
