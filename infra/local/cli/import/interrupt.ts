/** Ctrl-C, and the signal of a system that stops a container or a job. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const
/** npm and the terminal both send the signal of one Ctrl-C, a moment apart. */
const SAME_KEY_MS = 500

export type Interruption = {
  /** Asks the import to end. */
  readonly cancel: () => Promise<unknown>
  /** First line; default: that of one import. */
  readonly stopping?: string
  /** Prints a line. */
  readonly print: (line: string) => void
  /** Describes what is done and what is not. */
  readonly describe: () => readonly string[]
  /** The command that continues the import; absent if there is none. */
  readonly command?: string | undefined
  /** Called before the process ends at once. */
  readonly end: () => void
}

/**
 * Cancels the import on the first Ctrl-C (SIGINT) or SIGTERM, and prints what is done and how to continue. A second one ends the
 * process with status 130.
 * @returns a function that restores the default
 */
export function cancelOnInterrupt({
  stopping = 'Stopping the import: it finishes the requests in flight and writes its report.',
  cancel,
  print,
  describe,
  command,
  end,
}: Interruption): () => void {
  let first: number | undefined
  const resume = command === undefined ? [] : [`To continue: ${command}`]
  const interrupt = (): void => {
    if (first !== undefined) {
      if (performance.now() - first <= SAME_KEY_MS) return
      end()
      for (const line of ['Ended at once, without a report.', ...describe(), ...resume]) print(line)
      process.exit(130)
    }
    first = performance.now()
    print(stopping)
    for (const line of [...describe(), ...resume]) print(line)
    print('Press Ctrl-C again to end at once; the same command then continues the import.')
    cancel().catch((error: unknown) => print(error instanceof Error ? error.message : String(error)))
  }
  for (const signal of SIGNALS) process.on(signal, interrupt)
  return () => {
    for (const signal of SIGNALS) process.off(signal, interrupt)
  }
}
