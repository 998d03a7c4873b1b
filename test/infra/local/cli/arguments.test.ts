import { expect, test } from 'vitest'
import { parseArguments, UsageError } from '../../../../infra/local/cli/arguments.ts'

const DEFAULTS = {
  target: { organisationId: 'demo', connectorId: 'api', version: 'v1' },
  options: {},
  json: false,
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
  ['a file whose name says nothing', ['日本.json'], { ...DEFAULTS, target: target('document'), file: '日本.json' }],
  ['a dry run', ['--dry-run', 'api.json'], { ...DEFAULTS, options: { dryRun: true } }],
  [
    'filters, some of them several times',
    ['api.json', '--include-tag', 'a', '--include-tag', 'b', '--exclude-path', '/admin/**', '--skip-deprecated'],
    { ...DEFAULTS, options: { includeTag: ['a', 'b'], excludePath: ['/admin/**'], skipDeprecated: true } },
  ],
  [
    'where things go',
    ['api.json', '--report', 'r.json', '--json', '--state', 'dir', '--base-url', 'https://x.example'],
    { ...DEFAULTS, report: 'r.json', json: true, state: 'dir', baseUrl: 'https://x.example' },
  ],
  ['a file whose name begins with a dash', ['--', '-api.json'], { ...DEFAULTS, file: '-api.json' }],
  ['help', ['--help'], undefined],
  ['help, whatever else is there', ['a', 'b', '--help'], undefined],
]

test.each(cases)('%s', (_, args, want) => {
  expect(parseArguments(args)).toEqual(want)
})

test('an import that goes on needs no file, and may say where things go', () => {
  expect(parseArguments(['--resume', 'imp-1'])).toMatchObject({ resume: 'imp-1', state: '.local' })
  const args = ['--resume', 'imp-1', '--state', 'dir', '--report', 'r.json', '--json']
  expect(parseArguments(args)).toMatchObject({ resume: 'imp-1', state: 'dir', report: 'r.json', json: true })
})

const mistakes: [string, string[], RegExp][] = [
  ['nothing', [], /^Name the FILE to import\.$/],
  ['two files', ['a.json', 'b.json'], /^One file at a time: b\.json is too much\.$/],
  ['a file and an import to go on with', ['a.json', '--resume', 'imp-1'], /FILE|--resume/],
  [
    'a dry run of an import to go on with, which would write',
    ['--resume', 'imp-1', '--dry-run'],
    /^--resume goes on as its import was started: leave --dry-run out\.$/,
  ],
  [
    'another target for it',
    ['--resume', 'imp-1', '--version', 'v1', '--json', '--include-tag=a'],
    /leave --version, --include-tag out\.$/,
  ],
  ['an unknown option', ['a.json', '--colour'], /^Unknown option '--colour'\.$/],
  ['an option without its value', ['a.json', '--report'], /--report.*argument missing/],
  ['a value where none is taken', ['a.json', '--dry-run=yes'], /--dry-run.*does not take an argument/],
  ['a target with a slash', ['a.json', '--connector', 'a/b'], /^--connector "a\/b" has to be a name/],
  ['an empty target', ['a.json', '--version', ''], /^--version "" has to be a name/],
  ['a step up', ['a.json', '--organisation', '..'], /^--organisation "\.\." has to be a name/],
  ['a base URL that is none', ['a.json', '--base-url', 'example'], /^--base-url example is not a URL\.$/],
]

test.each(mistakes)('bad usage: %s', (_, args, message) => {
  expect(() => parseArguments(args)).toThrow(UsageError)
  expect(() => parseArguments(args)).toThrow(message)
})
