import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { UsageError } from '../../../../../infra/local/cli/arguments/command-line.ts'
import { refuseOptionsOfNpm } from '../../../../../infra/local/cli/arguments/npm-options.ts'
import { spellSubcommand } from '../../../../../infra/local/cli/arguments/spelling.ts'
import { importCommand } from '../../../../../infra/local/cli/commands/import.ts'
import { createSubcommand } from '../../../../../infra/local/cli/program.ts'

const check = (words: readonly string[], exported: Readonly<Record<string, string>>): Promise<void> => {
  const environment = { npm_lifecycle_event: 'import', ...exported }
  const spell = (args: readonly string[]) => spellSubcommand('import', args, environment)
  return refuseOptionsOfNpm(createSubcommand(importCommand, 'import').options, { environment, words, spell })
}

test.each<[string, string[], Record<string, string>, string]>([
  ['an option that npm has too', ['a.json'], { npm_config_dry_run: 'true' }, 'npm run import -- a.json --dry-run'],
  ['an option with its value', ['a.json'], { npm_config_connector: 'x' }, 'npm run import -- a.json --connector=x'],
  ['a value among the words', ['a.json', 'x'], { npm_config_connector: 'true' }, 'npm run import -- … --connector=…'],
  [
    'a repeated option',
    ['a.json', 'x'],
    { npm_config_include_tag: 'true\n\ntrue' },
    'npm run import -- … --include-tag=…',
  ],
  ['an empty value', ['a.json'], { npm_config_state: '' }, 'npm run import -- a.json --state='],
  ['a misspelled option', ['a.json'], { npm_config_dryrun: 'true' }, 'npm run import -- a.json --dry-run'],
  ['a slip', ['a.json'], { npm_config_remved: 'delete' }, 'npm run import -- a.json --removed=delete'],
  [
    'two letters in the wrong order',
    ['a.json'],
    { npm_config_rmeoved: 'delete' },
    'npm run import -- a.json --removed=delete',
  ],
  ['a wrong letter', ['a.json'], { npm_config_dri_run: 'true' }, 'npm run import -- a.json --dry-run'],
  ['an option in camel case', ['a.json'], { npm_config_dryRun: 'true' }, 'npm run import -- a.json --dry-run'],
  [
    'npm exec',
    ['a.json'],
    { npm_lifecycle_event: 'npx', npm_config_force: 'true' },
    'npx connector-import import a.json --force',
  ],
])('npm has taken %s', async (_, words, exported, right) => {
  const refused = check(words, exported)
  await expect(refused).rejects.toThrow(UsageError)
  await expect(refused).rejects.toThrow(
    /^npm has taken --[a-z-]+, so nothing was done\. Write "--" before the options: /,
  )
  await expect(refused).rejects.toThrow(new RegExp(`: ${right}$`))
})

test.each<[string, Record<string, string>]>([
  [
    'settings that npm always exports',
    { npm_config_yes: '', npm_config_npm_version: '11.19.1', npm_config_prefix: '/usr' },
  ],
  ['options of npm that are off', { npm_config_force: 'false', npm_config_dry_run: '' }],
  ['npx --yes', { npm_lifecycle_event: 'npx', npm_config_yes: 'true' }],
  [
    'other options of npm',
    {
      npm_config_loglevel: 'silent',
      npm_config_offline: 'true',
      npm_config_include: 'dev',
      npm_config_node_version: '24',
      npm_config_scope: '@x',
    },
  ],
])('nothing is wrong with %s', async (_, exported) => {
  await expect(check(['a.json'], exported)).resolves.toBeUndefined()
})

test('settings in the files of npm are not refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'npmrc-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, '.npmrc'), '; a comment\nforce=true\n yes = true\n')
  const files = { npm_config_local_prefix: folder, npm_config_userconfig: join(folder, 'none') }
  const settings = { ...files, npm_config_force: 'true', npm_config_yes: 'true' }
  await expect(check(['a.json'], settings)).resolves.toBeUndefined()
  await expect(check(['a.json'], { ...settings, npm_config_dry_run: 'true' })).rejects.toThrow(
    'npm has taken --dry-run,',
  )
})
