import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { parseSecret, type Token } from './secret.ts'
import { SecretError, type SecretProblem } from './secret-error.ts'

export type TokenSource = {
  /** The token, at most `ttlMs` old. @throws SecretError */
  readonly current: () => Promise<Token>
  /** The token after the platform refused this value: fetched again unless that has happened already. @throws SecretError */
  readonly refused: (value: string) => Promise<Token>
}

export type TokenSourceOptions = {
  readonly client: SecretsManagerClient
  /** Name or ARN of the secret; `{organisationId}` in it is filled in. */
  readonly secretId: string
  readonly organisationId: string
  readonly now: () => number
  /** How long a token is used before it is fetched again, in milliseconds. */
  readonly ttlMs?: number
}

const PROBLEMS: Record<string, readonly [SecretProblem, string]> = {
  ResourceNotFoundException: ['missing', 'does not exist'],
  InvalidRequestException: ['missing', 'has no current value or is about to be deleted'],
  AccessDeniedException: ['denied', 'may not be read'],
  DecryptionFailure: ['denied', 'cannot be decrypted'],
}

const fetchError = (error: unknown, secretId: string): SecretError => {
  if (!(error instanceof Error)) return new SecretError('unreachable', secretId, 'cannot be fetched')
  const known = PROBLEMS[error.name]
  if (known) return new SecretError(known[0], secretId, known[1], new Error(`${error.name}: ${error.message}`))
  // Any other error may quote the answer, and with it the secret: only its code or name goes on.
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return new SecretError('unreachable', secretId, `cannot be fetched (${code})`)
}

/** The platform's token from AWS Secrets Manager, cached; concurrent callers share one fetch. */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { client, now, ttlMs = 5 * 60_000 } = options
  const secretId = options.secretId.replaceAll('{organisationId}', options.organisationId)
  let cached: { readonly token: Token; readonly until: number } | undefined
  let fetching: Promise<Token> | undefined

  const getSecretText = async (): Promise<string> => {
    const answer = await client.send(new GetSecretValueCommand({ SecretId: secretId })).catch((error: unknown) => {
      throw fetchError(error, secretId)
    })
    if (answer.SecretBinary !== undefined) throw new SecretError('unreadable', secretId, 'is binary')
    return answer.SecretString ?? ''
  }

  const fetchToken = async (): Promise<Token> => {
    const token = parseSecret(await getSecretText(), secretId)
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
  }
}
