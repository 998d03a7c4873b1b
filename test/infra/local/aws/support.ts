import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** What every AWS client of these tests is made with. */
export const clientOptions = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
})

/** A folder of its own for one test, gone after it. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'stack-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return directory
}

/** Starts something that is closed when the test has ended, and destroyed clients with it. */
export async function forThisTest<Part extends { close: () => Promise<void> }>(starting: Promise<Part>): Promise<Part> {
  const part = await starting
  onTestFinished(() => part.close())
  return part
}
