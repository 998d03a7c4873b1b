import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Outcome } from './read-file.ts'

const run = promisify(execFile)

/** Longest time of one document, after which its process is killed. */
const PATIENCE = 900_000

/** Reads a document in a process of its own, with the heap that Lambda gives to a function with so much memory. */
export async function explode(document: Uint8Array, memoryMb: number): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'bomb-'))
  try {
    const file = join(folder, 'openapi')
    await writeFile(file, document)
    const { stdout } = await run(
      process.execPath,
      [`--max-old-space-size=${Math.floor(memoryMb * 0.9)}`, join(import.meta.dirname, 'read-file.ts'), file],
      { env: { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb) }, timeout: PATIENCE },
    )
    return JSON.parse(stdout) as Outcome
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
