/**
 * Ends the process as soon as all that was printed is out: a pipe takes a long report in pieces. It has to be ended,
 * since the durable SDK leaves timers behind.
 */
export function endProcess(status: number): void {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(status)))
}

/** Ends the process with status 0 on Ctrl-C, or when it is told to end, after what it serves is closed. */
export function serveUntilStopped(close: () => Promise<void>): void {
  const stop = (): void => void close().then(() => endProcess(0), failProcess)
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

/** Ends the process with status 1 and one sentence. */
export function failProcess(error: unknown): void {
  console.error(error instanceof Error ? error.message : error)
  endProcess(1)
}
