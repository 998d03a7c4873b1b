import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const SCRIPT = join(import.meta.dirname, '../../../infra/scale/scale.ts')
const run = (...options: string[]) => promisify(execFile)(process.execPath, [SCRIPT, ...options])

test('the script prints three nights of the given scale', async () => {
  const { stdout } = await run(
    '--vendors',
    '10',
    '--operations',
    '120',
    '--changed',
    '0.5',
    '--pace',
    '1',
    '--spread',
    '0',
  )
  expect(stdout).toMatch(/nothing has changed +\| 10 /)
  expect(stdout).toMatch(/50 % of the vendors have released +\| 10 /)
  expect(stdout).toMatch(/all are imported for the first time +\| 10 .* rate of requests/)
  expect(stdout).toContain('Raise `maxRequestsPerSecond`')
  expect((await run('--help')).stdout).toMatch(/^Usage: npm run scale/)
})

test.each([
  { options: ['--vendors', 'many'], problem: '--vendors must be a number of at least 1.' },
  { options: ['--venders', '1'], problem: "Unknown option '--venders'" },
])('$options is refused', async ({ options, problem }) => {
  await expect(run(...options)).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining(problem) })
})
