import { CommanderError } from 'commander'
import manifest from '../../../package.json' with { type: 'json' }
import { parseWords, UsageError, usageErrorOf } from './arguments/command-line.ts'
import { refuseOptionsOfNpm } from './arguments/npm-options.ts'
import { spellSubcommand } from './arguments/spelling.ts'
import { endProcess } from './end.ts'
import { createCommand, createSubcommand } from './program.ts'
import { type Listed, SUBCOMMANDS } from './subcommands.ts'

const PROGRAM = 'npx connector-import'

/** Runs the command line and ends the process with its exit status. */
export async function main(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const [first, second] = args
  const listed = SUBCOMMANDS.find(({ name }) => name === (first === 'help' ? second : first))
  try {
    const status = listed === undefined ? runProgram(args) : await runSubcommand(listed, args, environment)
    if (status !== undefined) endProcess(status)
  } catch (error) {
    if (error instanceof CommanderError) return endProcess(error.exitCode)
    const message = error instanceof Error ? error.message : String(error)
    console.error(environment.DEBUG && error instanceof Error ? error.stack : message)
    if (error instanceof UsageError) console.error(`See ${helpOf(listed, environment)}.`)
    endProcess(error instanceof UsageError ? 2 : 1)
  }
}

const helpOf = (listed: Listed | undefined, environment: NodeJS.ProcessEnv): string =>
  listed === undefined ? `${PROGRAM} --help` : spellSubcommand(listed.name, ['--help'], environment)

/** Runs the program without a known subcommand: help, version, or a mistake. */
const runProgram = (words: readonly string[]): number => {
  const [first, second = '--help'] = words
  const program = createCommand(PROGRAM)
    .description(manifest.description)
    .version(manifest.version, '--version', 'show the version')
    .usage('SUBCOMMAND [options]')
    .addHelpText('after', `\nTo see the options and exit statuses of a subcommand: ${PROGRAM} SUBCOMMAND --help`)
  for (const { name, summary } of SUBCOMMANDS) program.command(name).summary(summary)
  if (first === undefined) {
    program.configureOutput({ writeErr: text => process.stderr.write(text) }).outputHelp({ error: true })
    return 2
  }
  try {
    program.parse(first === 'help' ? [second] : words, { from: 'user' })
  } catch (error) {
    throw usageErrorOf(error)
  }
  return 0
}

const runSubcommand = async (
  { name, load }: Listed,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<number | undefined> => {
  const subcommand = await load()
  const spell = (words: readonly string[]): string => spellSubcommand(name, words, environment)
  const command = createSubcommand(subcommand, spell([]))
  const words = args[0] === 'help' ? ['--help'] : args.slice(1)
  await refuseOptionsOfNpm(command.options, { environment, words, spell })
  parseWords(command, words)
  return subcommand.run(command, { environment, words, spell })
}
