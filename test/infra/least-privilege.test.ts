import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { ROLES } from './template/wanted/roles.ts'

const ROOT = join(import.meta.dirname, '../..')

/** What each call needs. S3 is left out: its modules are shared, and each function uses a part of them. */
const ACTIONS: Readonly<Record<string, string>> = {
  GetItem: 'dynamodb:GetItem',
  GetSecretValue: 'secretsmanager:GetSecretValue',
  Invoke: 'lambda:InvokeFunction',
  PutEvents: 'events:PutEvents',
  Query: 'dynamodb:Query',
  StopDurableExecution: 'lambda:StopDurableExecution',
  UpdateItem: 'dynamodb:UpdateItem',
}
const SERVICES = /^(?:dynamodb|secretsmanager|events):|^lambda:(?:Invoke|Stop)/

/** A module and all of our own that it loads, at once or later. */
const closureOf = (file: string, found = new Map<string, string>()): Map<string, string> => {
  if (found.has(file)) return found
  const source = readFileSync(file, 'utf8')
  found.set(file, source)
  for (const [, name = ''] of source.matchAll(/(?:^import (?!type )[^'"]*|^} from |import\()'(\.[^']+\.ts)'/gm))
    closureOf(resolve(dirname(file), name), found)
  return found
}

const calledBy = (name: string): string[] => {
  const sources = [...closureOf(join(ROOT, 'functions', `${name}.ts`)).values()].join('\n')
  const commands = [...sources.matchAll(/new (\w+)Command\b/g)].map(([, command = '']) => command)
  const others = commands.filter(command => !/Object|Upload/.test(command))
  return [...new Set(others.map(command => ACTIONS[command] ?? `an action for ${command}`))].toSorted()
}

const allowedTo = ({ Policies }: (typeof ROLES)[keyof typeof ROLES]): string[] => {
  const text = JSON.stringify(Policies)
  const actions = [...text.matchAll(/"([a-z]+:[A-Z]\w+)"/g)].map(([, action = '']) => action)
  return [...new Set(actions.filter(action => SERVICES.test(action)))].toSorted()
}

test.each([
  ['api', ROLES.ApiRole],
  ['check-target', ROLES.CheckTargetRole],
  ['close-import', ROLES.CloseImportRole],
  ['run-import', ROLES.RunImportRole],
  ['start-on-schedule', ROLES.StartOnScheduleRole],
  ['start-on-upload', ROLES.StartOnUploadRole],
] as const)('%s may call what its code calls, and nothing else', (name, role) => {
  const called = calledBy(name)
  expect(called).not.toEqual([])
  expect(allowedTo(role)).toEqual(called)
})
