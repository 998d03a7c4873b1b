import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { expect, onTestFinished, test } from 'vitest'
import { startStack } from '../../../../infra/local/aws/stack.ts'
import { createDurableEngine } from '../../../../infra/local/durable/engine.ts'
import { durable } from '../durable/durable-function.ts'
import { clientOptions, forThisTest, temporaryDirectory } from './support.ts'

test('the environment has the settings of the functions', async () => {
  const stack = await forThisTest(startStack({ stateDirectory: await temporaryDirectory(), token: 'secret-1' }))
  const local = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(stack.environment).toEqual({
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_S3: local,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: local,
    AWS_ENDPOINT_URL_LAMBDA: local,
    AWS_ENDPOINT_URL_DYNAMODB: local,
    S3_FORCE_PATH_STYLE: 'true',
    BUCKET: 'imports',
    TABLE: 'imports',
    TOKEN_SECRET_ID: 'connect-api/token',
    IMPORT_FUNCTION: 'run-import:durable',
    CHECK_FUNCTION: 'check-target',
    CONNECT_API_URL: stack.platform?.url,
  })
  const client = new SecretsManagerClient(clientOptions(stack.secrets.url))
  onTestFinished(() => client.destroy())
  const secret = await client.send(new GetSecretValueCommand({ SecretId: stack.environment.TOKEN_SECRET_ID }))
  expect(secret.SecretString).toBe('secret-1')
})

test('the emulator is not started with the URL of another platform', async () => {
  const platformUrl = 'http://127.0.0.1:1/api/connect/v1'
  const stateDirectory = await temporaryDirectory()
  const stack = await forThisTest(startStack({ stateDirectory, token: 't', platformUrl }))
  expect(stack.platform).toBeUndefined()
  expect(stack.environment.CONNECT_API_URL).toBe(platformUrl)
})

test('a state directory in use is rejected, and free again after close', async () => {
  const options = { stateDirectory: await temporaryDirectory(), token: 't' }
  const first = await startStack(options)
  await expect(startStack(options)).rejects.toThrow(/is in use by process \d+/)
  await first.close()
  await (await startStack(options)).close()
})

test('an asynchronous invocation starts one durable execution', async () => {
  const stack = await forThisTest(startStack({ stateDirectory: await temporaryDirectory(), token: 't' }))
  let runs = 0
  const handler = durable(async (event: { key: string }, context) => {
    await context.step('once', async () => {
      runs += 1
    })
    return event.key
  })
  const engine = createDurableEngine({ directory: stack.executionsDirectory, handler })
  stack.lambda.register('run-import:durable', async ({ name = 'unnamed', payload }) => engine.start({ name, payload }))
  const client = new LambdaClient(clientOptions(stack.lambda.url))
  onTestFinished(() => client.destroy())
  const invoke = (key: string) =>
    client.send(
      new InvokeCommand({
        FunctionName: stack.environment.IMPORT_FUNCTION,
        InvocationType: 'Event',
        DurableExecutionName: 'import-1',
        Payload: JSON.stringify({ key }),
      }),
    )
  const { DurableExecutionArn } = await invoke('a')
  expect((await invoke('a')).DurableExecutionArn).toBe(DurableExecutionArn)
  await expect(invoke('b')).rejects.toMatchObject({ name: 'DurableExecutionAlreadyStartedException' })
  expect(await engine.run('import-1')).toEqual({ status: 'SUCCEEDED', result: 'a' })
  expect(runs).toBe(1)
})

test('the process can end after close', async () => {
  const module = fileURLToPath(new URL('../../../../infra/local/aws/stack.ts', import.meta.url))
  const program = `
    const { startStack } = await import(${JSON.stringify(module)})
    const stack = await startStack({ stateDirectory: process.argv[1], token: 't' })
    await stack.close()`
  const args = ['--input-type=module', '-e', program, await temporaryDirectory()]
  const child = spawn(process.execPath, args, { stdio: 'inherit' })
  const hangs = setTimeout(() => child.kill(), 120_000)
  expect(await once(child, 'exit')).toEqual([0, null])
  clearTimeout(hangs)
})
