import type { Command } from 'commander'

/** The way in which a subcommand was started. */
export type Invocation = {
  readonly environment: NodeJS.ProcessEnv
  /** Words of the command line after the name of the subcommand. */
  readonly words: readonly string[]
  /** Returns the same subcommand with other words, for a shell: `npx connector-import import FILE`. */
  readonly spell: (words: readonly string[]) => string
}

/** One subcommand, in a file of its own, which is loaded only when it is named. */
export type Subcommand = {
  /** Adds the arguments, options and help. */
  readonly configure: (command: Command) => void
  /** @returns the exit status; undefined if the process goes on until a signal @throws UsageError */
  readonly run: (command: Command, invocation: Invocation) => Promise<number | undefined>
}
