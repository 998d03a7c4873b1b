import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { freshProject } from '../../../docs/shell.ts'

type Result = { readonly code: number; readonly stdout: string; readonly stderr: string }

test('options that npm takes for itself are refused before anything is written', async () => {
  const folder = await freshProject()
  const npm = (...args: string[]): Promise<Result> =>
    promisify(execFile)('npm', args, { cwd: folder, env: { PATH: process.env.PATH, HOME: folder } }).then(
      output => ({ code: 0, ...output }),
      (error: Result) => error,
    )
  const cases: [string[], string][] = [
    [['run', 'import', 'examples/library.yaml', '--dry-run'], '--dry-run,.* -- examples/library.yaml --dry-run$'],
    [['run', 'import', '--dry-run', '--', 'examples/library.yaml'], '--dry-run,.* -- examples/library.yaml --dry-run$'],
    [['run', 'import', 'examples/library.yaml', '--force', '--yes'], '--force, --yes,|--yes, --force,'],
    [['run', 'import', 'examples/library.yaml', '--connector', 'x'], '--connector,.* -- … --connector=…$'],
    [['run', 'import', 'examples/library.yaml', '--organisation=x'], '--organisation,.* --organisation=x$'],
    [['start', '--json'], '--json,.*: npm run start -- --json$'],
  ]
  const results = await Promise.all(cases.map(async ([args, want]) => ({ args, want, result: await npm(...args) })))
  for (const { args, want, result } of results) {
    expect(result, args.join(' ')).toMatchObject({ code: 2 })
    expect(result.stderr).toMatch(new RegExp(`^npm has taken .*${want}`, 'm'))
  }
  expect(existsSync(join(folder, '.local'))).toBe(false)
  const right = await npm('run', '--silent', 'import', '--', 'nothing.yaml', '--dry-run')
  expect(right).toMatchObject({ code: 2, stderr: 'File not found: nothing.yaml.\nSee npm run import -- --help.\n' })
})
