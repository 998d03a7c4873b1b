import { expect, test } from 'vitest'
import { run, STACK_TRACE } from './support.ts'

test.concurrent.each([
  [['platform', '--prt', '1'], 'Unknown option --prt. Did you mean --port?'],
  [['platform', '--port', 'x'], '--port must be an integer from 0 to 65535, got "x".'],
  [['api', 'x'], 'Unexpected argument: x.'],
  [['reimport', '--prt', '1'], 'Unknown option --prt.'],
])('%j ends with one sentence', async (args, message) => {
  const { status, stderr } = await run(args)
  expect(status).toBe(2)
  expect(stderr).toBe(`${message}\nSee npx connector-import ${args[0]} --help.\n`)
  expect(stderr).not.toMatch(STACK_TRACE)
})
