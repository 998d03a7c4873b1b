import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import type { Outcome } from './read-file.ts'

const run = promisify(execFile)

/** Longest time of one document, after which its process is killed. */
const PATIENCE = 900_000

/**
 * Options with which Lambda starts Node.js. Its start scripts differ in the size of the new generation; this is the
 * largest one, with which a process has the highest peak.
 */
const heapOf = (memoryMb: number): string[] => [
  `--max-semi-space-size=${Math.floor(memoryMb * 0.05)}`,
  `--max-old-space-size=${Math.floor(memoryMb * 0.9)}`,
]

/** Memory that the code of the function takes, in MB, which the child process does not load: the AWS SDK. */
const OTHER_CODE_MB = 30

/** Reads a document in a process of its own; returns the result, and the peak of a function that reads it. */
export type Explode = (document: Uint8Array, memoryMb: number) => Promise<Outcome>

/**
 * Bundles the code that reads a document: a process then starts in a fraction of the time.
 * @param folder where the bundle and the documents are written
 */
export async function prepareExplosions(folder: string): Promise<Explode> {
  const code = join(folder, 'read-file.mjs')
  await build({
    entryPoints: [join(import.meta.dirname, 'read-file.ts')],
    outfile: code,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  })
  return async (document, memoryMb) => {
    const file = join(folder, 'openapi')
    await writeFile(file, document)
    const { stdout } = await run(process.execPath, [...heapOf(memoryMb), code, file], {
      env: { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb) },
      timeout: PATIENCE,
    })
    const outcome = JSON.parse(stdout) as Outcome
    return { ...outcome, peakMb: outcome.peakMb + OTHER_CODE_MB }
  }
}
