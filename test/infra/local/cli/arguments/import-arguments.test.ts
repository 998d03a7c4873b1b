import { expect, test } from 'vitest'
import { parseWords, UsageError } from '../../../../../infra/local/cli/arguments/command-line.ts'
import { type Arguments, readArguments } from '../../../../../infra/local/cli/arguments/import-arguments.ts'
import { importCommand } from '../../../../../infra/local/cli/commands/import.ts'
import { createSubcommand } from '../../../../../infra/local/cli/program.ts'

const parseArguments = (words: readonly string[]): Arguments => {
  const command = createSubcommand(importCommand, 'npx connector-import import')
  parseWords(command, words)
  return readArguments(command)
}

const DEFAULTS = {
  target: { organisationId: 'demo', connectorId: 'api', version: 'v1' },
  options: {},
  format: 'text',
  shown: { all: false, payloads: false },
  failOn: [],
  detailedExitcode: false,
  state: '.local',
  file: 'api.json',
}
const target = (connectorId: string) => ({ ...DEFAULTS.target, connectorId })

const cases: [string, string[], unknown][] = [
  ['a file alone', ['api.json'], DEFAULTS],
  [
    'a target',
    ['api.json', '--organisation', 'o', '--connector', 'c', '--version=v2'],
    { ...DEFAULTS, target: { organisationId: 'o', connectorId: 'c', version: 'v2' } },
  ],
  [
    'a connector named after the file',
    ['some dir/My API (v3).openapi.yaml.gz'],
    { ...DEFAULTS, target: target('My-API-v3-.openapi'), file: 'some dir/My API (v3).openapi.yaml.gz' },
  ],
  [
    'a version with a space',
    ['api.json', '--version', '2024 (ü)'],
    { ...DEFAULTS, target: { ...DEFAULTS.target, version: '2024 (ü)' } },
  ],
  [
    'a long file name',
    [`${'x'.repeat(200)}.json`],
    { ...DEFAULTS, target: target('x'.repeat(128)), file: `${'x'.repeat(200)}.json` },
  ],
  ['a file name without ASCII letters', ['日本.json'], { ...DEFAULTS, target: target('document'), file: '日本.json' }],
  ['a dry run', ['--dry-run', 'api.json'], { ...DEFAULTS, options: { dryRun: true } }],
  [
    'repeated filters',
    ['api.json', '--include-tag', 'a', '--include-tag', 'b', '--exclude-path', '/admin/**', '--skip-deprecated'],
    { ...DEFAULTS, options: { includeTag: ['a', 'b'], excludePath: ['/admin/**'], skipDeprecated: true } },
  ],
  [
    'report, JSON, state and base URL',
    ['api.json', '--report', 'r.json', '--json', '--state', 'dir', '--base-url', 'https://x.example'],
    { ...DEFAULTS, report: 'r.json', format: 'json', state: 'dir', baseUrl: 'https://x.example' },
  ],
  [
    'a new connector',
    ['api.json', '--create-connector', '--connector-name', 'My API', '--base-url', 'https://{{ conn.x }}.example/v1'],
    {
      ...DEFAULTS,
      options: { createConnector: true, connectorName: 'My API', baseUrl: 'https://{{ conn.x }}.example/v1' },
      baseUrl: 'https://{{ conn.x }}.example/v1',
    },
  ],
  [
    'placeholders and authentication',
    ['api.json', '--placeholder', '{{ .conn.name }}', '--auth-schemes', 'add'],
    { ...DEFAULTS, options: { placeholder: '{{ .conn.name }}', authSchemes: 'add' } },
  ],
  ['a file whose name begins with a dash', ['--', '-api.json'], { ...DEFAULTS, file: '-api.json' }],
  [
    'a value that begins with a dash',
    ['api.json', '--include-tag=-a'],
    { ...DEFAULTS, options: { includeTag: ['-a'] } },
  ],
  [
    'a URL',
    ['https://example.com/specs/pets.v2.yaml?key=1'],
    { ...DEFAULTS, target: target('pets.v2'), file: 'https://example.com/specs/pets.v2.yaml?key=1' },
  ],
  ['stdin', ['-', '--connector', 'c'], { ...DEFAULTS, target: target('c'), file: '-' }],
  ['--yes', ['api.json', '--yes'], { ...DEFAULTS, options: { confirm: true } }],
  [
    'decisions about conflicts',
    ['api.json', '--resolve', 'action:a=b=platform', '--resolve', 'c=document'],
    { ...DEFAULTS, options: { resolve: { 'action:a=b': 'platform', c: 'document' } } },
  ],
  [
    'Markdown, all changes and payloads',
    ['api.json', '--format', 'markdown', '--all', '--show-payloads'],
    { ...DEFAULTS, format: 'markdown', shown: { all: true, payloads: true } },
  ],
  ['--strict', ['api.json', '--strict'], { ...DEFAULTS, failOn: ['error'] }],
  [
    '--fail-on, repeated and with a comma',
    ['api.json', '--fail-on', 'warning,conflict', '--fail-on', 'warning', '--strict'],
    { ...DEFAULTS, failOn: ['warning', 'conflict', 'error'] },
  ],
  [
    '--detailed-exitcode',
    ['api.json', '--dry-run', '--detailed-exitcode'],
    { ...DEFAULTS, options: { dryRun: true }, detailedExitcode: true },
  ],
]

test.each(cases)('%s', (_, args, want) => {
  expect(parseArguments(args)).toEqual(want)
})

test('--resume needs no file, and accepts the options for the state and the report', () => {
  expect(parseArguments(['--resume', 'imp-1'])).toMatchObject({ resume: 'imp-1', state: '.local' })
  const args = ['--resume', 'imp-1', '--state', 'dir', '--report', 'r.json', '--json']
  expect(parseArguments(args)).toMatchObject({
    resume: 'imp-1',
    state: 'dir',
    report: 'r.json',
    format: 'json',
    failOn: [],
  })
})

const mistakes: [string, string[], RegExp][] = [
  ['nothing', [], /^Missing argument: FILE\.$/],
  ['two files', ['a.json', 'b.json'], /^Unexpected argument: b\.json \(expected one FILE\)\.$/],
  ['a file and --resume', ['a.json', '--resume', 'imp-1'], /FILE|--resume/],
  [
    '--dry-run and --resume',
    ['--resume', 'imp-1', '--dry-run'],
    /^--resume continues with the options of the import; remove --dry-run\.$/,
  ],
  [
    'another target and --resume',
    ['--resume', 'imp-1', '--version', 'v1', '--json', '--include-tag=a'],
    /remove --version, --include-tag\.$/,
  ],
  ['an unknown option', ['a.json', '--colour'], /^Unknown option --colour\.$/],
  ['a misspelled option', ['a.json', '--dri-run'], /^Unknown option --dri-run\. Did you mean --dry-run\?$/],
  ['an option without its value', ['a.json', '--report'], /^--report needs a value\.$/],
  [
    'an option in place of a value',
    ['a.json', '--connector', '--dry-run'],
    /^--connector needs a value, got --dry-run; if that is it, write --connector=--dry-run\.$/,
  ],
  ['a value for an option without values', ['a.json', '--dry-run=yes'], /^--dry-run takes no value\.$/],
  [
    'a word that is not allowed',
    ['a.json', '--removed', 'x'],
    /^--removed must be keep or delete or delete-filtered, got "x"\.$/,
  ],
  [
    'a decision without a side',
    ['a.json', '--resolve', 'c'],
    /^--resolve must be NAME=platform or NAME=document, got "c"\.$/,
  ],
  ['a decision without a name', ['a.json', '--resolve', '=document'], /^--resolve must be .*, got "=document"\.$/],
  [
    'a decision for both sides',
    ['a.json', '--resolve', 'c=document', '--resolve', 'c=platform'],
    /^--resolve has both sides for "c"; remove one of them\.$/,
  ],
  ['an unknown format', ['a.json', '--format', 'html'], /^--format must be text or json or markdown, got "html"\.$/],
  ['two formats', ['a.json', '--json', '--format', 'text'], /^--json is --format json, but --format is text;/],
  ['an unknown condition', ['a.json', '--fail-on', 'error,info'], /^--fail-on must be .*, got "info"\.$/],
  ['a pipe without a connector', ['/dev/fd/63'], /^A document from stdin or a pipe has no name;/],
  [
    'stdin without a connector',
    ['-'],
    /^A document from stdin or a pipe has no name; name the connector with --connector\.$/,
  ],
  [
    'a target with a slash',
    ['a.json', '--connector', 'a/b'],
    /^--connector must be 1 to 128 letters, digits or "\.", "_", ":", "-", got "a\/b"\.$/,
  ],
  ['an empty target', ['a.json', '--version', ''], /^--version must be 1 to 128 characters .*, got ""\.$/],
  [
    'a parent folder as target',
    ['a.json', '--organisation', '..'],
    /^--organisation must be 1 to 128 .*, got "\.\."\.$/,
  ],
  [
    'an organisation with a dollar sign',
    ['a.json', '--organisation', '$&'],
    /^--organisation must be .*, got "\$&"\.$/,
  ],
  ['a source version with a slash', ['a.json', '--from-version', 'a/b'], /^--from-version must be .*, got "a\/b"\.$/],
  [
    'a base URL that is not a URL',
    ['a.json', '--base-url', 'example'],
    /^--base-url must be an http\(s\) URL without credentials, query or fragment\.$/,
  ],
  [
    'a name of a connector that has only spaces',
    ['a.json', '--connector-name', '  '],
    /^--connector-name .*must be 1 to 120 printable characters/,
  ],
  [
    'a base URL with credentials, which are not shown',
    ['a.json', '--create-connector', '--base-url', 'https://canary:canary@api.example.com'],
    /^--base-url must be an http\(s\) URL without credentials, query or fragment\.$/,
  ],
]

test.each(mistakes)('bad usage: %s', (_, args, message) => {
  expect(() => parseArguments(args)).toThrow(UsageError)
  expect(() => parseArguments(args)).toThrow(message)
})
