/**
 * Ends the process when all output is written, because a pipe accepts a long report in pieces. Without this call, timers
 * of the durable SDK keep the process alive.
 */
export function endProcess(status: number): void {
  process.stdout.write('', () => process.stderr.write('', () => process.exit(status)))
}

/**
 * Calls `close` on SIGINT or SIGTERM, then ends the process with status 0. A fault of the state directory, which is the
 * reason of `fault`, ends it with status 1.
 */
export function serveUntilStopped(close: () => Promise<void>, fault: AbortSignal): void {
  fault.addEventListener('abort', () => failProcess(fault.reason))
  const stop = (): void => void close().then(() => endProcess(0), failProcess)
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

/** Prints the error and ends the process with status 1. */
function failProcess(error: unknown): void {
  console.error(error instanceof Error ? error.message : error)
  endProcess(1)
}
