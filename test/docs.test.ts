import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseWords } from '../infra/local/cli/arguments/command-line.ts'
import { readArguments } from '../infra/local/cli/arguments/import-arguments.ts'
import { importCommand } from '../infra/local/cli/commands/import.ts'
import { IMPORT_STATUSES } from '../infra/local/cli/exit-status.ts'
import { createSubcommand } from '../infra/local/cli/program.ts'
import { SUBCOMMANDS } from '../infra/local/cli/subcommands.ts'
import { MAX_PAYLOADS } from '../lib/report/payloads.ts'
import { ImportOptions } from '../lib/request/import-options.ts'
import { tableRows } from './docs/table-rows.ts'

const ROOT = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

test('docs/diagnostics.md explains every code that a fixture expects', () => {
  const documented = tableRows(read('docs/diagnostics.md')).map(([code = '']) => code)
  const expected = globSync('test/fixtures/**/*.expected.json', { cwd: ROOT }).flatMap(path =>
    [...read(path).matchAll(/"code": "([a-z0-9-]+)"/g)].map(([, code]) => code),
  )
  expect([...new Set(expected)].filter(code => !documented.includes(code ?? ''))).toEqual([])
})

test('README.md lists the exit statuses of an import', () => {
  const rows = [...read('README.md').matchAll(/^\| (\d+) +\| /gm)].map(([, status]) => Number(status))
  expect(rows).toEqual(IMPORT_STATUSES.map(([status]) => status))
})

test('docs/options.md lists the subcommands', () => {
  const names = tableRows(read('docs/options.md'), '## Command line').map(([cell = '']) => cell.split(' ')[0])
  const ofSubcommands = names.slice(
    0,
    names.findIndex(name => name?.startsWith('--')),
  )
  expect(ofSubcommands.toSorted()).toEqual(SUBCOMMANDS.map(({ name }) => name).toSorted())
})

describe('docs/options.md', () => {
  const page = read('docs/options.md')
  const commandLine = tableRows(page, '## Command line').flatMap(([option = '']) => option.match(/--[a-z-]+/g) ?? [])

  test('lists the options of the command line', () => {
    const { options } = createSubcommand(importCommand, 'import')
    expect(commandLine.toSorted()).toEqual(['--help', ...options.map(({ long }) => long)].toSorted())
  })

  test('the command line takes --help', () => {
    let help = ''
    const command = createSubcommand(importCommand, 'import').configureOutput({ writeOut: text => (help += text) })
    expect(() => parseWords(command, ['api.yaml', '--help'])).toThrow('outputHelp')
    for (const option of commandLine) expect(help).toContain(option)
  })

  test.for(commandLine.filter(option => option !== '--help'))('the command line takes %s', option => {
    const values: Record<string, string> = {
      '--fail-on': 'warning',
      '--format': 'markdown',
      '--resolve': 'action listPets=platform',
      '--base-url': 'https://example.com',
      '--on-published': 'draft',
      '--placeholder': '{{name}}',
      '--auth-schemes': 'add',
      '--on-breaking': 'draft',
      '--triggers': 'webhooks',
    }
    const command = createSubcommand(importCommand, 'import')
    const needsValue = command.options.find(({ long }) => long === option)?.required
    const file = option === '--resume' ? [] : ['api.yaml']
    const words = [...file, option, ...(needsValue ? [values[option] ?? 'keep'] : [])]
    parseWords(command, words)
    expect(() => readArguments(command)).not.toThrow()
  })

  test('lists the options of import.json', () => {
    const names = tableRows(page, '## import.json').flatMap(([name = '']) => name.split('`, `'))
    expect(names.toSorted()).toEqual(Object.keys(ImportOptions.entries).toSorted())
  })
})

test.each(['docs/report.md', 'docs/limits.md'])('%s has the limit of the payloads of a report', page => {
  expect(read(page)).toContain(`${MAX_PAYLOADS / 1_000_000} MB`)
})

describe('links', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', ...globSync('docs/*.md', { cwd: ROOT })]
  const links = pages.flatMap(page =>
    [...read(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].map(
      ([, target = '', anchor = '']) => [page, target, anchor] as const,
    ),
  )
  /** The anchors that a page's headings get. */
  const anchors = (page: string): string[] =>
    [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    )

  test.for(links)('%s → %s#%s', ([page, target, anchor]) => {
    const path = target === '' ? page : join(page, '..', target)
    expect(globSync(path, { cwd: ROOT }).length, `${path} is not there`).toBeGreaterThan(0)
    if (anchor !== '') expect(anchors(path)).toContain(anchor)
  })
})
