import * as v from 'valibot'
import { Problem } from './problem.ts'

/** Who calls, seen as what they may do. */
export type Caller = {
  readonly mayUse: (organisationId: string) => boolean
  /** The one organisation that the caller has; undefined where there are several, or all. */
  readonly organisationId: string | undefined
}

export type CallerRules = {
  /** The claim of a token with the caller's organisation, or a list of them. */
  readonly claim: string
  /** The organisations of each IAM role or user, by its ARN; `*` stands for all. */
  readonly organisations: Readonly<Record<string, readonly string[]>>
}

/** What API Gateway's authorizers vouch for. */
const Authorized = v.object({
  authorizer: v.object({
    jwt: v.optional(v.object({ claims: v.record(v.string(), v.unknown()) })),
    iam: v.optional(v.object({ userArn: v.string() })),
  }),
})

/** Tells from the authorizer's word what the caller may use. @throws Problem 401 without it, 403 where that is nothing */
export function callerOf(requestContext: unknown, { claim, organisations }: CallerRules): Caller {
  const parsed = v.safeParse(Authorized, requestContext)
  const { jwt, iam } = parsed.success ? parsed.output.authorizer : {}
  if (jwt !== undefined)
    return callerWith(claimed(jwt.claims[claim]), `The token has no organisation in its claim ${claim}.`)
  if (iam === undefined) throw UNAUTHENTICATED()
  const principal = principalOf(iam.userArn)
  const rule = Object.entries(organisations).find(([arn]) => principalOf(arn) === principal)
  return callerWith(rule?.[1] ?? [], `${principal} has no organisation; name it in the parameter apiOrganisations.`)
}

const UNAUTHENTICATED = (): Problem =>
  new Problem({ status: 401, code: 'unauthenticated', detail: 'Sign the request, or send a token with it.' })

const callerWith = (organisations: readonly string[], without: string): Caller => {
  if (organisations.length === 0) throw new Problem({ status: 403, code: 'no-organisation', detail: without })
  const all = organisations.includes('*')
  return {
    mayUse: organisationId => all || organisations.includes(organisationId),
    organisationId: all || organisations.length > 1 ? undefined : organisations[0],
  }
}

/** API Gateway hands a list on as `[a b]`. A token can't stand for all organisations. */
const claimed = (value: unknown): string[] => {
  if (typeof value !== 'string') return []
  const list = /^\[(.*)\]$/.exec(value)?.[1]?.split(/[ ,]+/) ?? [value]
  return list.filter(item => item !== '' && item !== '*')
}

/** The role behind a session, or the user, without the path: a session's ARN does not have it. */
const principalOf = (arn: string): string => {
  const session = /^(arn:[^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(arn)
  if (session !== null) return `${session[1]}:iam::${session[2]}:role/${session[3]}`
  return arn.replace(/:(role|user)\/(?:.*\/)?([^/]+)$/, ':$1/$2')
}

/** Makes sure that the caller may use an organisation. @throws Problem 403 */
export function requireOrganisation(caller: Caller, organisationId: string): void {
  if (caller.mayUse(organisationId)) return
  const detail = `You may not use the organisation ${organisationId}; name one of yours, or ask for access to it.`
  throw new Problem({ status: 403, code: 'organisation-not-allowed', detail })
}
