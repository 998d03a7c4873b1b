import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { USAGE } from '../../infra/local/cli/arguments.ts'
import { commandsOf, PAGES, shellBlocks } from './blocks.ts'

const ROOT = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const { scripts } = JSON.parse(read('package.json'))

/** What comes with a shell, or is said to be needed. */
const PROGRAMS = new Set('cat curl echo export grep jq kill mkdir node read sed sleep sort tail wait'.split(' '))
const OSLS = new Set(['package', 'deploy', 'deploy list', 'rollback', 'remove'])
/** Of the AWS command line, which is not at hand here: as AWS documents them. */
const AWS = new Set([
  'cloudformation describe-stacks',
  'dynamodb delete-table',
  'lambda invoke',
  'lambda list-durable-executions-by-function',
  'logs tail',
  's3 cp',
  's3 ls',
  's3 rb',
  'secretsmanager create-secret',
  'secretsmanager delete-secret',
  'sqs delete-message',
  'sqs receive-message',
])

/** Why a command can't be as a page has it; undefined where nothing speaks against it. */
const objection = (command: string): string | undefined => {
  const [program = '', ...args] = command.split(/\s+/)
  const words = args.filter(arg => !arg.startsWith('-'))
  if (program === 'npm') {
    const name = args[0] === 'run' || args[0] === '--silent' || args[0] === 'start' ? words.find(w => w !== 'run') : ''
    if (args[0] === 'ci' || args[0] === 'test') return undefined
    if (name === undefined || !(name in scripts)) return `package.json has no script ${name}`
    const unknown = name === 'import' ? options(command).filter(option => !USAGE.includes(option)) : []
    return unknown.length > 0 ? `the command line has no ${unknown.join(', ')}` : undefined
  }
  if (program === 'npx' && words[0] === 'osls') {
    const known = OSLS.has(words.slice(1, 3).join(' ')) || OSLS.has(words[1] ?? '')
    const stage = /--stage (\S+)/.exec(command)?.[1]
    if (stage !== undefined && !new RegExp(`^  ${stage}:`, 'm').test(read('serverless.yml'))) return `no stage ${stage}`
    return known ? undefined : 'osls has no such command'
  }
  if (program === 'npx' && words[0] === 'vitest') return undefined
  if (program === 'aws') return AWS.has(words.slice(0, 2).join(' ')) ? undefined : 'not known to be a command of aws'
  return PROGRAMS.has(program) ? undefined : `nothing says where ${program} comes from`
}

/** Of the script that npm runs, not of npm. */
const options = (command: string): string[] => (command.split(' -- ')[1] ?? '').match(/--[a-z-]+/g) ?? []

/** Run as a whole, in test/infra/local/api/docs.test.ts. */
const RUN = ['docs/api.md']

describe('every command of the docs is one', () => {
  const commands = PAGES.filter(page => !RUN.includes(page)).flatMap(page =>
    shellBlocks(page).flatMap(({ script }) => commandsOf(script).map(command => [page, command] as const)),
  )

  test('there are some', () => {
    expect(commands.length).toBeGreaterThan(30)
  })

  test.for(commands)('%s: %s', ([, command]) => {
    expect(objection(command)).toBeUndefined()
  })
})

test.for([
  ['npm run nothing', /no script/],
  ['npm run import -- a.yaml --dri-run', /--dri-run/],
  ['npx osls destroy', /osls/],
  ['npx osls deploy --stage moon', /moon/],
  ['aws s3 teleport', /aws/],
  ['docker ps', /docker/],
] as const)('%s would be told', ([command, want]) => {
  expect(objection(command)).toMatch(want)
})
