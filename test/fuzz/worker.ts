import { parentPort, workerData } from 'node:worker_threads'
import { createCheckDocument, createCheckOverlay } from './check-document.ts'
import { ownDocuments, ownOverlays, realDocuments } from './documents.ts'
import { makeMutant } from './make-mutant.ts'

/** What a worker is told at its start. */
export type WorkerData = { readonly seed: number; readonly real: boolean }
/** One mutant's result, with the CPU time that it took; a worker that is ready for its first sends `ready`. */
export type WorkerAnswer =
  | 'ready'
  | { readonly index: number; readonly faults: readonly string[]; readonly milliseconds: number }

/** Checks the mutants whose numbers it is sent, one by one. */
const work = (port: NonNullable<typeof parentPort>, { seed, real }: WorkerData): void => {
  const [checkDocument, checkOverlay] = [createCheckDocument(), createCheckOverlay()]
  const [first, ...rest] = [...ownDocuments(), ...ownOverlays(), ...(real ? realDocuments() : [])]
  if (first === undefined) throw new Error('There are no documents to make mutants of.')
  port.on('message', async (index: number) => {
    const before = process.threadCpuUsage()
    const { bytes, isOverlay } = makeMutant([first, ...rest], seed, index)
    const check = isOverlay ? checkOverlay : checkDocument
    const faults = await check(bytes).catch((error: Error) => [`it throws: ${error.stack ?? error.message}`])
    const { user, system } = process.threadCpuUsage(before)
    port.postMessage({ index, faults, milliseconds: (user + system) / 1_000 } satisfies WorkerAnswer)
  })
  port.postMessage('ready' satisfies WorkerAnswer)
}

if (parentPort !== null) work(parentPort, workerData as WorkerData)
