import { GetSecretValueCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { expect, onTestFinished, test } from 'vitest'
import { startSecrets } from '../../../../infra/local/aws/secrets.ts'
import { clientOptions, forThisTest } from './support.ts'

async function testSecrets() {
  const secrets = await forThisTest(startSecrets({ 'connect-api/token': 'first' }))
  const client = new SecretsManagerClient(clientOptions(secrets.url))
  onTestFinished(() => client.destroy())
  const read = (SecretId: string) => client.send(new GetSecretValueCommand({ SecretId }))
  return { secrets, client, read }
}

test('a secret is read by its name or its ARN, and the reads are counted', async () => {
  const { secrets, read } = await testSecrets()
  const byName = await read('connect-api/token')
  expect(byName).toMatchObject({ Name: 'connect-api/token', SecretString: 'first', VersionStages: ['AWSCURRENT'] })
  expect(await read(byName.ARN ?? '')).toMatchObject({ SecretString: 'first', VersionId: byName.VersionId })
  expect(secrets.fetches('connect-api/token')).toBe(2)
  expect(secrets.fetches('another')).toBe(0)
})

test('a rotated secret has another value and version', async () => {
  const { secrets, read } = await testSecrets()
  const before = await read('connect-api/token')
  secrets.set('connect-api/token', 'second')
  const after = await read('connect-api/token')
  expect(after.SecretString).toBe('second')
  expect(after.VersionId).not.toBe(before.VersionId)
})

test('an unknown secret is a ResourceNotFoundException', async () => {
  const { read } = await testSecrets()
  await expect(read('nobody')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})

test('an unsupported operation is rejected', async () => {
  const { client } = await testSecrets()
  await expect(client.send(new ListSecretsCommand({}))).rejects.toMatchObject({ name: 'UnknownOperationException' })
})
