import * as v from 'valibot'

/** API token of the platform. The header Authorization is `scheme value`. */
export type Token = { readonly scheme: string; readonly value: string }

export type SecretProblem = 'missing' | 'empty' | 'unreadable' | 'denied' | 'unreachable'

/** Place of the token: a secret, or an environment variable of the command line. */
export type TokenPlace = { readonly secretId: string } | { readonly variable: string }

const REMEDIES: Record<SecretProblem, string> = {
  missing: "Create it with the platform's API key as its value",
  empty: "Store the platform's API key in it",
  unreadable: 'Store the plain token, or JSON such as {"token": "…", "scheme": "Bearer"}',
  denied: 'Allow secretsmanager:GetSecretValue on it (and kms:Decrypt on its key)',
  unreachable: 'Check the network and the credentials, then try again',
}

const VARIABLE_REMEDIES: Partial<Record<SecretProblem, string>> = {
  empty: "Set it to the platform's API key",
  unreadable: 'Set it to the plain token, or to JSON such as {"token": "…", "scheme": "Bearer"}',
}

/** Error for a missing or unusable token. The message names its place and the remedy, never the value. */
export class SecretError extends Error {
  override readonly name = 'SecretError'
  readonly problem: SecretProblem

  /** @param cause omit it if it can contain the value of the secret */
  constructor(problem: SecretProblem, place: TokenPlace, detail: string, cause?: unknown) {
    const [name, remedies] =
      'variable' in place
        ? [place.variable, { ...REMEDIES, ...VARIABLE_REMEDIES }]
        : [`Secret ${JSON.stringify(place.secretId)}`, REMEDIES]
    super(`${name} ${detail}. ${remedies[problem]}.`, cause === undefined ? {} : { cause })
    this.problem = problem
  }
}

const DEFAULT_SCHEME = 'Bearer'
/** Beginning of the `iss` claim of a token that a signing key of the platform has signed. */
const SIGNING_KEY = 'https://versori.com/sk/'
// Visible ASCII, which a header can contain without quotes.
const Value = v.pipe(v.string(), v.trim(), v.regex(/^[\x21-\x7e]+$/))
const Scheme = v.pipe(v.string(), v.trim(), v.regex(/^[A-Za-z][A-Za-z0-9-]*$/))
const JsonSecret = v.object({ token: Value, scheme: v.optional(Scheme) })

const Claims = v.pipe(v.string(), v.parseJson(), v.object({ iss: v.string() }))

const parseJson = (text: string, place: TokenPlace): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // Without the parser's error, which quotes the secret.
    throw new SecretError('unreadable', place, 'starts with "{", but is not valid JSON')
  }
}

/**
 * Parses the value of a secret: a plain token, or JSON `{"token", "scheme"?}`. The default scheme is `JWT` for a token of
 * a signing key, and `Bearer` for others.
 * @throws SecretError if it is empty or has neither form
 */
export function parseSecret(text: string, place: TokenPlace): Token {
  const trimmed = text.trim()
  if (trimmed === '') throw new SecretError('empty', place, 'is empty')
  if (!trimmed.startsWith('{')) {
    const plain = v.safeParse(Value, trimmed)
    if (plain.success) return { scheme: schemeOf(plain.output), value: plain.output }
    throw new SecretError('unreadable', place, 'contains spaces or characters that are not allowed in a header')
  }
  const json = v.safeParse(JsonSecret, parseJson(trimmed, place))
  if (json.success) return { scheme: json.output.scheme ?? schemeOf(json.output.token), value: json.output.token }
  throw new SecretError('unreadable', place, 'is JSON without a valid "token" or "scheme"')
}

/**
 * Returns the scheme of a token. The token is only read, not verified.
 * @see https://www.rfc-editor.org/rfc/rfc7519#section-4.1.1
 */
const schemeOf = (token: string): string => {
  const [, claims = '', signature] = token.split('.')
  if (signature === undefined) return DEFAULT_SCHEME
  const issuer = v.safeParse(Claims, Buffer.from(claims, 'base64url').toString())
  return issuer.success && issuer.output.iss.startsWith(SIGNING_KEY) ? 'JWT' : DEFAULT_SCHEME
}
