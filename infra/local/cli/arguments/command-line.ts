import { type Command, CommanderError, Option } from 'commander'
import * as v from 'valibot'
import type { ConnectorName } from '../../../../lib/request/import-options.ts'
import type { Id, VersionName } from '../../../../lib/request/target.ts'

/** An error in the command line or in its file. Exit status 2. */
export class UsageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'UsageError'
  }
}

/**
 * Checks the values of options: commander accepts an option as the value of another one.
 * @throws UsageError
 */
const checkValues = (options: readonly Pick<Option, 'long' | 'required'>[], words: readonly string[]): void => {
  const end = words.indexOf('--')
  const before = end === -1 ? words : words.slice(0, end)
  const find = (name: string | undefined) => options.find(({ long }) => long === name)
  for (let index = 0; index < before.length; index++) {
    const [, name, value] = /^(--[^=]+)(=.*)?$/s.exec(before[index] ?? '') ?? []
    const option = find(name)
    if (option === undefined) continue
    if (!option.required && value !== undefined) throw new UsageError(`${name} takes no value.`)
    if (!option.required || value !== undefined) continue
    index++
    const next = words[index]
    if (next === undefined) throw new UsageError(`${name} needs a value.`)
    if (/^-./.test(next))
      throw new UsageError(`${name} needs a value, got ${next}; if that is it, write ${name}=${next}.`)
  }
}

/** Parses the words of one subcommand. @throws UsageError @throws CommanderError for help */
export function parseWords(command: Command, words: readonly string[]): void {
  checkValues(command.options, words)
  command.allowExcessArguments()
  try {
    command.parse([...words], { from: 'user' })
  } catch (error) {
    throw usageErrorOf(error)
  }
}

/** Converts an error of commander about the command line; returns every other one, also the end after a help. */
export function usageErrorOf(error: unknown): unknown {
  if (!(error instanceof CommanderError) || error.exitCode === 0) return error
  const [problem = '', suggestion = ''] = error.message.replace(/^error: /, '').split('\n')
  const sentence = `${problem[0]?.toUpperCase()}${problem.slice(1)}`.replaceAll("'", '').replace(/\.?$/, '.')
  return new UsageError([sentence, suggestion.replace(/^\((.*)\)$/, '$1')].filter(part => part !== '').join(' '), {
    cause: error,
  })
}

/** Returns the operands, at most one. @param name of the operand in the help @throws UsageError */
export function onlyOperand({ args }: Command, name: string): string | undefined {
  const [first, ...more] = args
  if (more.length === 0) return first
  const noun = more.length === 1 ? 'argument' : 'arguments'
  throw new UsageError(`Unexpected ${noun}: ${more.join(' ')} (expected one ${name}).`)
}

/** Refuses all operands. @throws UsageError */
export function noOperands({ args }: Command): void {
  if (args.length > 0)
    throw new UsageError(`Unexpected ${args.length === 1 ? 'argument' : 'arguments'}: ${args.join(' ')}.`)
}

/** Creates an option that may be repeated; its value is an array. */
export function repeatable(flags: string, description?: string): Option {
  const collect = (value: string, values: readonly string[] = []): readonly string[] => [...values, value]
  return new Option(flags, description).argParser(collect)
}

/** Checks an id of the target. @throws UsageError */
export function parseId(
  option: string,
  schema: typeof Id | typeof VersionName | typeof ConnectorName,
  value: string,
): string {
  const result = v.safeParse(schema, value)
  if (result.success) return result.output
  throw new UsageError(`--${option} ${result.issues[0].message}, got ${JSON.stringify(value)}.`)
}

/** Checks that a value is one of the allowed words. @throws UsageError */
export function parseWord<const Word extends string>(option: string, value: string, words: readonly Word[]): Word {
  const word = words.find(allowed => allowed === value)
  if (word !== undefined) return word
  throw new UsageError(`--${option} must be ${words.join(' or ')}, got ${JSON.stringify(value)}.`)
}

/** Parses a port; 0 is any free one. @throws UsageError */
export function parsePort(value: string): number {
  const port = Number(value)
  if (/^\d+$/.test(value) && port <= 65_535) return port
  throw new UsageError(`--port must be an integer from 0 to 65535, got ${JSON.stringify(value)}.`)
}
