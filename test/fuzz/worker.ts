import { parentPort, workerData } from 'node:worker_threads'
import { createCheckDocument } from './check-document.ts'
import { ownDocuments, realDocuments } from './documents.ts'
import { makeMutant } from './make-mutant.ts'

/** What a worker is told at its start. */
export type WorkerData = { readonly seed: number; readonly real: boolean }
/** One mutant's result, with the CPU time that it took; a worker that is ready for its first sends `ready`. */
export type WorkerAnswer =
  | 'ready'
  | { readonly index: number; readonly faults: readonly string[]; readonly milliseconds: number }

/** Checks the mutants whose numbers it is sent, one by one. */
const work = (port: NonNullable<typeof parentPort>, { seed, real }: WorkerData): void => {
  const check = createCheckDocument()
  const [first, ...rest] = [...ownDocuments(), ...(real ? realDocuments() : [])]
  if (first === undefined) throw new Error('There are no documents to make mutants of.')
  port.on('message', async (index: number) => {
    const before = process.threadCpuUsage()
    const { bytes } = makeMutant([first, ...rest], seed, index)
    const faults = await check(bytes).catch((error: Error) => [`it throws: ${error.stack ?? error.message}`])
    const { user, system } = process.threadCpuUsage(before)
    port.postMessage({ index, faults, milliseconds: (user + system) / 1_000 } satisfies WorkerAnswer)
  })
  port.postMessage('ready' satisfies WorkerAnswer)
}

if (parentPort !== null) work(parentPort, workerData as WorkerData)
