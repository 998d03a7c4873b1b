/**
 * Ends the process as soon as all that was printed is out: a pipe takes a long report in pieces. It has to be ended,
 * since the durable SDK leaves timers behind.
 */
export const endProcess = (status: number): void => {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(status)))
}
