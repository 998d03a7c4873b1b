import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createHandler } from '../../functions/run-import.ts'
import { createDurableEngine } from '../../infra/local/durable/engine.ts'

const SETTINGS = {
  BUCKET: 'b',
  TABLE: 't',
  CONNECT_API_URL: 'http://127.0.0.1:1/api',
  TOKEN_SECRET_ID: 's',
  LOG_LEVEL: 'SILENT',
}

/** Runs the function once, as the service does. */
const execute = async (environment: Record<string, string>, payload: unknown) => {
  const directory = await mkdtemp(join(tmpdir(), 'run-import-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  const engine = createDurableEngine({ directory, handler: createHandler(environment) })
  await engine.start({ name: 'imp-1', payload })
  return engine.run('imp-1')
}

test('missing settings fail the execution with their names', async () => {
  expect(await execute({ BUCKET: 'b' }, {})).toMatchObject({
    status: 'FAILED',
    error: {
      ErrorMessage: expect.stringMatching(
        /TABLE is required; CONNECT_API_URL is required; TOKEN_SECRET_ID is required/,
      ),
    },
  })
})

test('an invalid request fails the execution with the name of the field', async () => {
  expect(await execute(SETTINGS, { importId: 'imp-1' })).toMatchObject({
    status: 'FAILED',
    error: { ErrorMessage: expect.stringContaining('"target"') },
  })
})
