import type { IncomingMessage, ServerResponse } from 'node:http'
import * as v from 'valibot'
import { readText, serve } from '../http/listen.ts'

export type Secrets = {
  /** The endpoint for `AWS_ENDPOINT_URL_SECRETS_MANAGER`. */
  readonly url: string
  /** Creates a secret, or replaces its value. */
  readonly set: (name: string, value: string) => void
  /** Returns how often a secret was read. */
  readonly fetches: (name: string) => number
  readonly close: () => Promise<void>
}

type SecretsResponse = { readonly status: number; readonly body: Record<string, unknown> }

const GetSecretValue = v.object({ SecretId: v.string() })
const ARN = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:'

/** Starts an emulator of Secrets Manager's GetSecretValue. */
export async function startSecrets(initial: Readonly<Record<string, string>> = {}): Promise<Secrets> {
  const values = new Map<string, { value: string; version: number }>()
  const fetched = new Map<string, number>()
  const set = (name: string, value: string): void => {
    values.set(name, { value, version: (values.get(name)?.version ?? 0) + 1 })
  }
  for (const [name, value] of Object.entries(initial)) set(name, value)

  const getSecretValue = (text: string): SecretsResponse => {
    const request = v.safeParse(v.pipe(v.string(), v.parseJson(), GetSecretValue), text)
    if (!request.success) return failure('InvalidParameterException', 'SecretId must be the name of a secret.')
    const name = request.output.SecretId.replace(ARN, '')
    fetched.set(name, (fetched.get(name) ?? 0) + 1)
    const secret = values.get(name)
    if (!secret) return failure('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
    const VersionId = String(secret.version).padStart(32, '0')
    const body = {
      ARN: `${ARN}${name}`,
      Name: name,
      VersionId,
      SecretString: secret.value,
      VersionStages: ['AWSCURRENT'],
    }
    return { status: 200, body }
  }

  const listener = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await readText(request)
    const target = request.headers['x-amz-target']
    const known = target === 'secretsmanager.GetSecretValue'
    const { status, body } = known
      ? getSecretValue(text)
      : failure('UnknownOperationException', `Operation ${target} is not supported.`)
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
  }

  const { url, close } = await serve(listener)
  return { url, close, set, fetches: name => fetched.get(name) ?? 0 }
}

const failure = (type: string, message: string): SecretsResponse => ({ status: 400, body: { __type: type, message } })
