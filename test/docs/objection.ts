import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createSubcommand } from '../../infra/local/cli/program.ts'
import { SUBCOMMANDS } from '../../infra/local/cli/subcommands.ts'
import { USAGE } from '../../infra/scale/usage.ts'
import { ROOT, readPage } from './blocks.ts'

/** Programs of a shell, and programs that the pages require. */
const PROGRAMS = new Set('cat curl echo export grep jq kill mkdir node read rm sed sleep sort tail wait'.split(' '))
/** Commands of the AWS command line, which the tests do not install: as AWS documents them. */
const AWS = new Set([
  'cloudformation describe-stacks',
  'dynamodb delete-table',
  'dynamodb update-table',
  'lambda list-durable-executions-by-function',
  'lambda stop-durable-execution',
  'logs tail',
  's3 cp',
  's3 ls',
  's3 rb',
  's3 rm',
  's3 sync',
  'secretsmanager create-secret',
  'secretsmanager delete-secret',
  'sqs receive-message',
  'sqs start-message-move-task',
])

const { scripts }: { scripts: Readonly<Record<string, string>> } = JSON.parse(readPage('package.json'))

/** Returns the reason why a command of a page can't work; undefined if it can. */
export const objection = async (command: string): Promise<string | undefined> => {
  const [program = '', ...args] = command.split(/\s+/)
  if (program === 'npx') return objection(args.join(' '))
  if (program === 'connector-import') return objectionToSubcommand(args)
  if (program === 'npm') return objectionToNpm(args)
  if (program === 'osls') return objectionToOsls(args)
  if (program === 'aws') {
    const [service, action] = args
    return AWS.has(`${service} ${action}`) ? undefined : 'not a known command of aws'
  }
  return PROGRAMS.has(program) ? undefined : `the pages do not require ${program}`
}

const optionsOf = (args: readonly string[]): string[] => args.flatMap(arg => arg.match(/^--[a-z-]+/) ?? [])

const objectionToNpm = (args: readonly string[]): string | undefined | Promise<string | undefined> => {
  const end = args.indexOf('--')
  const [before, after] = end === -1 ? [args, []] : [args.slice(0, end), args.slice(end + 1)]
  const [verb = '', name = verb] = before.filter(arg => !arg.startsWith('-'))
  if (verb === 'ci') return undefined
  const script = scripts[verb === 'run' ? name : verb]
  if (script === undefined) return `package.json has no script ${name}`
  const [, subcommand] = /connector-import\.mjs (\w+)$/.exec(script) ?? []
  if (subcommand !== undefined) return objectionToSubcommand([subcommand, ...after])
  const unknown = optionsOf(after).find(option => !(name === 'scale' && USAGE.includes(`[${option} `)))
  return unknown === undefined ? undefined : `npm run ${name} takes no ${unknown}`
}

const objectionToSubcommand = async ([name = '', ...args]: readonly string[]): Promise<string | undefined> => {
  if (name.startsWith('-')) return ['--help', '--version'].includes(name) ? undefined : `no option ${name}`
  const listed = SUBCOMMANDS.find(each => each.name === name)
  if (listed === undefined) return `connector-import has no subcommand ${name}`
  const known = createSubcommand(await listed.load(), name).options.map(({ long }) => long)
  const unknown = optionsOf(args).filter(option => option !== '--help' && !known.includes(option))
  return unknown.length > 0 ? `${name} takes no ${unknown.join(', ')}` : undefined
}

const objectionToOsls = async (args: readonly string[]): Promise<string | undefined> => {
  const text = args.join(' ')
  const [command = ''] = /^[a-z]+(?: (?:list|function))?/.exec(text) ?? []
  const help = await oslsHelp(command)
  if (help === undefined) return `osls has no command ${command}`
  const service = readPage('serverless.yml')
  const stage = /--stage (\S+)/.exec(text)?.[1]
  if (stage !== undefined && !new RegExp(`^  ${stage}:`, 'm').test(service)) return `no stage ${stage}`
  const parameter = /--param="(\w+)=/.exec(text)?.[1]
  if (parameter !== undefined && !new RegExp(`^    ${parameter}:`, 'm').test(service))
    return `no parameter ${parameter}`
  const unknown = optionsOf(args).filter(option => !help.includes(`${option} `))
  return unknown.length > 0 ? `osls ${command} takes no ${unknown.join(', ')}` : undefined
}

const helps = new Map<string, Promise<string | undefined>>()

/** Returns the help of a command of osls, which is asked once for each; undefined for an unknown command. */
const oslsHelp = (command: string): Promise<string | undefined> => {
  const help = helps.get(command) ?? askOsls(command)
  helps.set(command, help)
  return help
}

const askOsls = async (command: string): Promise<string | undefined> => {
  const osls = join(ROOT, 'node_modules/osls/bin/serverless.js')
  return promisify(execFile)(process.execPath, [osls, ...command.split(' '), '--help'], { cwd: ROOT }).then(
    ({ stdout }) => stdout,
    () => undefined,
  )
}
