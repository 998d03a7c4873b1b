import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { parseSecret, SecretError, type SecretProblem, type Token, type TokenPlace } from './secret.ts'

/** Cached token of one organisation. */
export type TokenSource = {
  /** Returns the token, at most `ttlMs` old. @throws SecretError */
  readonly current: () => Promise<Token>
  /** Returns the token after the platform refused `value`. Fetches it unless the cached one is newer. @throws SecretError */
  readonly refused: (value: string) => Promise<Token>
  /** Environment variable with the token; absent if it is in a secret. */
  readonly variable?: string
}

export type TokenSourceOptions = {
  readonly client: SecretsManagerClient
  /** Name or ARN of the secret; `{organisationId}` is replaced. */
  readonly secretId: string
  readonly organisationId: string
  /** Environment variable that the secret was filled from, which errors name. */
  readonly variable?: string | undefined
  /** Current time (epoch ms). */
  readonly now: () => number
  /** Lifetime of a cached token, in milliseconds (default 300,000). */
  readonly ttlMs?: number
}

const PROBLEMS: Record<string, readonly [SecretProblem, string]> = {
  ResourceNotFoundException: ['missing', 'does not exist'],
  InvalidRequestException: ['missing', 'has no current value or is about to be deleted'],
  AccessDeniedException: ['denied', 'is not accessible (access denied)'],
  DecryptionFailure: ['denied', "can't be decrypted"],
}

const fetchError = (error: unknown, place: TokenPlace): SecretError => {
  if (!(error instanceof Error)) return new SecretError('unreachable', place, "can't be fetched")
  const known = PROBLEMS[error.name]
  if (known) return new SecretError(known[0], place, known[1], new Error(`${error.name}: ${error.message}`))
  // Other errors can quote the response and the secret, so only the code or name is used.
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return new SecretError('unreachable', place, `can't be fetched (${code})`)
}

/** Returns the secret of an organisation. @param secretId name or ARN; `{organisationId}` is replaced */
export function secretIdOf(secretId: string, organisationId: string): string {
  // A function, because `$&` and similar in a string would be replaced.
  return secretId.replaceAll('{organisationId}', () => organisationId)
}

/**
 * Creates the source of an organisation's token in AWS Secrets Manager. Concurrent callers share one fetch.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { client, variable, now, ttlMs = 5 * 60_000 } = options
  const secretId = secretIdOf(options.secretId, options.organisationId)
  const place = variable === undefined ? { secretId } : { variable }
  let cached: { readonly token: Token; readonly until: number } | undefined
  let fetching: Promise<Token> | undefined

  const getSecretText = async (): Promise<string> => {
    const response = await client.send(new GetSecretValueCommand({ SecretId: secretId })).catch((error: unknown) => {
      throw fetchError(error, place)
    })
    if (response.SecretBinary !== undefined) throw new SecretError('unreadable', place, 'is binary')
    return response.SecretString ?? ''
  }

  const fetchToken = async (): Promise<Token> => {
    const token = parseSecret(await getSecretText(), place)
    cached = { token, until: now() + ttlMs }
    return token
  }

  const fetchOnce = (): Promise<Token> => {
    fetching ??= fetchToken().finally(() => {
      fetching = undefined
    })
    return fetching
  }

  return {
    current: async () => (cached && now() < cached.until ? cached.token : fetchOnce()),
    refused: async value => (cached && cached.token.value !== value ? cached.token : fetchOnce()),
    ...(variable !== undefined && { variable }),
  }
}
