import { inspect } from 'node:util'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { expect, onTestFinished, test } from 'vitest'
import { createTokenSource } from '../../../../lib/connect/token/token.ts'
import { createTestClock } from '../support/clock.ts'
import { closedOrigin, reply, startServer } from '../support/server.ts'

const openClient = (endpoint: string) => {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const client = new SecretsManagerClient({ endpoint, region: 'eu-west-2', credentials, maxAttempts: 1 })
  onTestFinished(() => client.destroy())
  return client
}

/** Secrets Manager that returns the current `secret.value`. */
const startSecrets = async (first: string, organisationId = 'org-1') => {
  const secret = { value: first }
  const server = await startServer((_request, response) => reply(response, 200, { SecretString: secret.value }))
  const clock = createTestClock()
  const token = createTokenSource({
    client: openClient(server.origin),
    secretId: 'connect/{organisationId}/token',
    organisationId,
    now: clock.now,
  })
  return { secret, server, clock, token }
}

test('concurrent callers share one fetch of the secret', async () => {
  const { server, token } = await startSecrets('{"token":"first","scheme":"JWT"}')
  const tokens = await Promise.all([token.current(), token.current(), token.current()])
  expect(tokens).toEqual(Array(3).fill({ scheme: 'JWT', value: 'first' }))
  expect(server.received.map(({ body }) => JSON.parse(body))).toEqual([{ SecretId: 'connect/org-1/token' }])
})

test('the secret is fetched again after five minutes', async () => {
  const { secret, server, clock, token } = await startSecrets('first')
  await token.current()
  secret.value = 'second'
  clock.advance(299_999)
  expect((await token.current()).value).toBe('first')
  clock.advance(1)
  expect((await token.current()).value).toBe('second')
  expect(server.received).toHaveLength(2)
})

test('a refused token is fetched again once, even if it is reported several times', async () => {
  const { secret, server, token } = await startSecrets('first')
  await token.current()
  secret.value = 'second'
  const renewed = await Promise.all([token.refused('first'), token.refused('first')])
  expect(renewed.map(({ value }) => value)).toEqual(['second', 'second'])
  expect((await token.refused('first')).value).toBe('second')
  expect(server.received).toHaveLength(2)
})

test.each(['$&', "$'", '$$', '$1'])('an organisation id %s is in the name of the secret as it is', async id => {
  const { server, token } = await startSecrets('first', id)
  await token.current()
  expect(server.received.map(({ body }) => JSON.parse(body))).toEqual([{ SecretId: `connect/${id}/token` }])
})

test('a failed fetch is not cached', async () => {
  const { secret, token } = await startSecrets('')
  await expect(token.current()).rejects.toMatchObject({ problem: 'empty' })
  secret.value = 'later'
  expect((await token.current()).value).toBe('later')
})

const serviceError = (type: string) => ({ status: 400, body: { __type: type, message: 'because' } })

test.each([
  { name: 'missing', answer: serviceError('ResourceNotFoundException'), problem: 'missing', says: 'does not exist' },
  { name: 'deleted', answer: serviceError('InvalidRequestException'), problem: 'missing', says: 'deleted' },
  { name: 'denied', answer: serviceError('AccessDeniedException'), problem: 'denied', says: 'GetSecretValue' },
  { name: 'undecryptable', answer: serviceError('DecryptionFailure'), problem: 'denied', says: 'kms:Decrypt' },
  {
    name: 'failing',
    answer: serviceError('InternalServiceError'),
    problem: 'unreachable',
    says: 'InternalServiceError',
  },
  { name: 'without value', answer: { status: 200, body: {} }, problem: 'empty', says: 'is empty' },
  {
    name: 'binary',
    answer: { status: 200, body: { SecretBinary: 'aHVzaA==' } },
    problem: 'unreadable',
    says: 'binary',
  },
  {
    name: 'garbled',
    answer: { status: 200, body: '{"SecretString":"hush' },
    problem: 'unreachable',
    says: 'SyntaxError',
  },
])('a secret that is $name: $problem', async ({ answer, problem, says }) => {
  const server = await startServer((_request, response) => reply(response, answer.status, answer.body))
  const token = createTokenSource({
    client: openClient(server.origin),
    secretId: 'platform-token',
    organisationId: 'org-1',
    now: Date.now,
  })
  const error = await token.current().catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ name: 'SecretError', problem, message: expect.stringContaining('"platform-token"') })
  expect(error).toMatchObject({ message: expect.stringContaining(says) })
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('hush')
})

test('a network error is reported as unreachable, with its code', async () => {
  const client = openClient(await closedOrigin())
  const token = createTokenSource({ client, secretId: 'platform-token', organisationId: 'org-1', now: Date.now })
  await expect(token.current()).rejects.toMatchObject({
    problem: 'unreachable',
    message: expect.stringContaining('ECONNREFUSED'),
  })
})
