export type SecretProblem = 'missing' | 'empty' | 'unreadable' | 'denied' | 'unreachable'

const REMEDIES: Record<SecretProblem, string> = {
  missing: 'create it with the API key of the platform as its value',
  empty: 'put the API key of the platform into it',
  unreadable: 'store the bare token, or JSON such as {"token": "…", "scheme": "Bearer"}',
  denied: 'allow secretsmanager:GetSecretValue on it (and kms:Decrypt on its key)',
  unreachable: 'check the network and the credentials, then try again',
}

/** The platform's token cannot be had. Names the secret and the remedy, never the value. */
export class SecretError extends Error {
  override readonly name = 'SecretError'
  readonly problem: SecretProblem
  readonly secretId: string

  /** @param cause only where it cannot contain the secret's value. */
  constructor(problem: SecretProblem, secretId: string, detail: string, cause?: unknown) {
    super(`Secret ${JSON.stringify(secretId)} ${detail}: ${REMEDIES[problem]}.`, cause === undefined ? {} : { cause })
    this.problem = problem
    this.secretId = secretId
  }
}
