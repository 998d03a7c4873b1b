import * as v from 'valibot'
import { asMapping } from '../json/mapping.ts'
import { Id } from '../request/target.ts'
import { Problem } from './response.ts'

/** Organisations that a caller may use. */
export type Caller = {
  readonly mayUse: (organisationId: string) => boolean
  /** Default organisation; undefined if the caller has several or all. */
  readonly organisationId: string | undefined
  /** ARN of the role's session or of the user, or the `sub` of the token; undefined if the token has none. */
  readonly name: string | undefined
}

export type CallerRules = {
  /** Claim of a JWT that contains the caller's organisation, or several. */
  readonly claim: string
  /** Organisations of each IAM role or user, keyed by ARN; `*` allows all. */
  readonly organisations: Readonly<Record<string, readonly string[]>>
}

/** Maximum length of a `sub`; OpenID Connect allows 255 characters. */
const MAX_NAME = 255

/** Authorizer data of an API Gateway event. */
const Authorized = v.object({
  authorizer: v.object({
    jwt: v.optional(v.object({ claims: v.record(v.string(), v.unknown()) })),
    iam: v.optional(v.object({ userArn: v.string() })),
  }),
})

/**
 * Returns the caller that API Gateway has authenticated.
 * @param authorization header of the request; its token disambiguates a claim that is an array
 * @throws Problem 401 without authorizer data, 403 if the caller has no organisation
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export function callerOf(
  requestContext: unknown,
  { claim, organisations }: CallerRules,
  authorization: string | undefined,
): Caller {
  const parsed = v.safeParse(Authorized, requestContext)
  const { jwt, iam } = parsed.success ? parsed.output.authorizer : {}
  if (jwt !== undefined) {
    const own = claimedOrganisations(jwt.claims[claim], () => claimsOf(authorization)?.[claim])
    const { sub } = jwt.claims
    const name = typeof sub === 'string' ? sub.slice(0, MAX_NAME) : undefined
    return createCaller(own, name, `The token has no organisation in its claim ${claim}.`)
  }
  if (iam === undefined) {
    const detail = 'Authentication is required: sign the request or send a token.'
    throw new Problem({ status: 401, code: 'unauthenticated', detail })
  }
  const principal = principalOf(iam.userArn)
  const rule = Object.entries(organisations).find(([arn]) => principalOf(arn) === principal)
  const refusal = `${principal} has no organisation. Add it to the parameter apiOrganisations, or to the table.`
  return createCaller(rule?.[1] ?? [], iam.userArn, refusal)
}

/**
 * Adds the stored organisations of the caller of a signed request, unless the rules have some.
 * @param find reads the organisations of a principal
 */
export async function withStoredOrganisations(
  rules: CallerRules,
  requestContext: unknown,
  find: (principal: string) => Promise<readonly string[]>,
): Promise<CallerRules> {
  const parsed = v.safeParse(Authorized, requestContext)
  const { jwt, iam } = parsed.success ? parsed.output.authorizer : {}
  if (jwt !== undefined || iam === undefined) return rules
  const principal = principalOf(iam.userArn)
  if (Object.keys(rules.organisations).some(arn => principalOf(arn) === principal)) return rules
  return { ...rules, organisations: { [principal]: await find(principal) } }
}

const createCaller = (organisations: readonly string[], name: string | undefined, refusal: string): Caller => {
  if (organisations.length === 0) throw new Problem({ status: 403, code: 'no-organisation', detail: refusal })
  const all = organisations.includes('*')
  return {
    mayUse: organisationId => all || organisations.includes(organisationId),
    organisationId: all || organisations.length > 1 ? undefined : organisations[0],
    name,
  }
}

/**
 * Returns the organisations of a claim. API Gateway serialises the arrays `["a b"]` and `["a", "b"]` to the same `[a b]`,
 * so an array is read from the token itself. A token can't allow all.
 * @param readToken returns the claim in the token
 */
const claimedOrganisations = (value: unknown, readToken: () => unknown): string[] => {
  if (typeof value !== 'string') return []
  const items = value.startsWith('[') ? arrayOf(value, readToken()) : [value]
  // Excludes `*`, and a name with spaces that is not an id.
  return items.filter(item => v.is(Id, item))
}

/** Returns the strings of an array in the token, if API Gateway serialises it to this value. */
const arrayOf = (value: string, inToken: unknown): string[] => {
  if (!Array.isArray(inToken)) return []
  const items = inToken.filter(item => typeof item === 'string')
  return value === `[${inToken.join(' ')}]` ? items : []
}

/** Returns the claims of a bearer token, whose signature API Gateway has verified. */
const claimsOf = (authorization: string | undefined): Readonly<Record<string, unknown>> | undefined => {
  const payload = /^(?:Bearer )?[\w-]+\.([\w-]+)\.[\w-]+$/i.exec(authorization ?? '')?.[1]
  if (payload === undefined) return undefined
  try {
    return asMapping(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
  } catch {
    return undefined
  }
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
