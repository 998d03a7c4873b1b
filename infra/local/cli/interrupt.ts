/** npm and the terminal both send the signal of one Ctrl-C, a moment apart. */
const SAME_KEY_MS = 500

/**
 * Calls `cancel` on the first Ctrl-C (SIGINT). A second one ends the process with status 130.
 * @returns a function that restores the default
 */
export function cancelOnInterrupt(cancel: () => Promise<unknown>): () => void {
  let first: number | undefined
  const interrupt = (): void => {
    if (first !== undefined) {
      if (performance.now() - first > SAME_KEY_MS) process.exit(130)
      return
    }
    first = performance.now()
    console.error('Stopping the import: it finishes the requests in flight and writes its report.')
    console.error('Press Ctrl-C again to end at once; the same command then continues the import.')
    cancel().catch((error: unknown) => console.error(error instanceof Error ? error.message : error))
  }
  process.on('SIGINT', interrupt)
  return () => process.off('SIGINT', interrupt)
}
