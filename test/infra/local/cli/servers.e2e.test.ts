import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { STACK_TRACE } from './support.ts'

const program = (name: string): string =>
  fileURLToPath(new URL(`../../../../infra/local/cli/${name}.ts`, import.meta.url))

test.each(['platform', 'api', 'reimport'])('%s ends with one sentence for an unknown option', async name => {
  const child = spawn(process.execPath, [program(name), '--prt', '1'], { stdio: ['ignore', 'ignore', 'pipe'] })
  const [[status], stderr] = await Promise.all([once(child, 'exit'), text(child.stderr)])
  expect(status).toBe(1)
  expect(stderr).toMatch(/^Unknown option '--prt'/)
  expect(stderr).not.toMatch(STACK_TRACE)
})
