import * as v from 'valibot'
import { redact } from '../connect/send/redact.ts'
import { SecretError, type Token } from '../connect/token/secret.ts'
import { API_PATH } from '../connect/urls.ts'
import { ErrorBody } from '../contract/responses.ts'
import { type Patient, probe } from './doctor.ts'
import { type Finding, failed, ok } from './finding.ts'

/** Largest accepted difference of the clocks, in milliseconds. */
const MAX_SKEW = 60_000

const Claims = v.pipe(v.string(), v.parseJson(), v.object({ exp: v.number() }))

/** Checks the token, the address, the organisation and the clock. The last finding is a failure if the rest can't be checked. */
export async function checkAccess(patient: Patient): Promise<Finding[]> {
  const { token, target, baseUrl, now } = patient
  let current: Token
  try {
    current = await token.current()
  } catch (error) {
    if (!(error instanceof SecretError)) throw error
    return [failed('token', error.message, remedyFor(token.variable, 'a token of the platform'))]
  }
  const known = describeToken(current, now())
  if (known.status === 'failed') return [known]
  const { result } = await probe(patient, `/o/${encodeURIComponent(target.organisationId)}/connectors?first=1`)
  if (!result.ok) {
    const { cause } = result.failure
    const remedy = 'Check CONNECT_API_URL, the network, and whether a proxy or firewall is in between.'
    return [known, failed('platform', `No response from ${baseUrl}: ${cause}.`, remedy)]
  }
  const { status, text, header } = result.response
  const body = v.safeParse(v.pipe(v.string(), v.parseJson(), ErrorBody), text)
  const reason = body.success
    ? redact([body.output.message, body.output.details].filter(Boolean).join(': '), [current.value])
    : `status ${status}`
  if (status === 401) {
    const other = current.scheme === 'JWT' ? 'Bearer' : 'JWT'
    const message = `The platform refuses the token, sent as "Authorization: ${current.scheme} …" (${reason}).`
    const json = `for the scheme ${other}, {"token": "…", "scheme": "${other}"}`
    return [failed('token', message, remedyFor(token.variable, `a valid token; ${json}`))]
  }
  if (status >= 500 || status === 429)
    return [known, failed('platform', `The platform answers with status ${status}.`, 'Try again later.')]
  if (status === 403 || (status === 404 && body.success)) {
    const message = `Organisation ${target.organisationId} is not accessible with this token (${reason}).`
    return [known, failed('organisation', message, 'Use the id of the organisation that the token belongs to.')]
  }
  const page = v.safeParse(v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown())), text)
  if (status < 200 || status >= 300 || !page.success) {
    const message = `${baseUrl} is not the Connect API: status ${status}, ${page.success ? 'JSON' : 'not JSON'}.`
    const hasPath = baseUrl.endsWith(API_PATH)
    const remedy = hasPath ? 'Check the host in CONNECT_API_URL.' : `CONNECT_API_URL usually ends with ${API_PATH}.`
    return [known, failed('platform', message, remedy)]
  }
  return [
    known,
    ok('platform', `${baseUrl} answers.`),
    ok('organisation', `Organisation ${target.organisationId} is accessible.`),
    describeClock(header('date'), now()),
  ]
}

const remedyFor = (variable: string | undefined, value: string): string =>
  variable === undefined ? `Store ${value}.` : `Set ${variable} to ${value}.`

/** Describes the token without its value: the scheme, and the time when it expires. */
const describeToken = ({ scheme, value }: Token, now: number): Finding => {
  const claims = v.safeParse(Claims, Buffer.from(value.split('.')[1] ?? '', 'base64url').toString())
  if (!claims.success) return ok('token', `Sent as "Authorization: ${scheme} …".`)
  const { exp } = claims.output
  const at = new Date(exp * 1000).toISOString()
  if (exp * 1000 <= now) return failed('token', `The token expired at ${at}.`, 'Replace it by a new token.')
  return ok('token', `Sent as "Authorization: ${scheme} …"; it expires at ${at}.`)
}

const describeClock = (date: string | undefined, now: number): Finding => {
  const theirs = Date.parse(date ?? '')
  if (Number.isNaN(theirs)) return ok('clock', 'The platform sends no time.')
  const skew = Math.round((now - theirs) / 1000)
  if (Math.abs(now - theirs) <= MAX_SKEW) return ok('clock', `The clocks differ by ${Math.abs(skew)} s.`)
  const message = `This clock is ${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} the platform's.`
  return failed('clock', message, 'Set the clock of this machine; tokens and waits depend on it.')
}
