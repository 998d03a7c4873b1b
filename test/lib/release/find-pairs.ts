import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makePlan } from '../../../lib/conversion/make-plan.ts'
import { readDocument } from '../../../lib/document/read-document.ts'
import { DEFAULT_LIMITS } from '../../../lib/openapi/parse/limits.ts'
import { type Release, releaseOf } from '../../../lib/release/release.ts'

const FOLDER = join(import.meta.dirname, 'fixtures')

/** Folders with two releases of a document, `before.yaml` and `after.yaml`. */
export const findPairs = (): { name: string; folder: string }[] =>
  readdirSync(FOLDER).map(name => ({ name, folder: join(FOLDER, name) }))

/** A document of a folder as a release, with tags and security. */
export const readRelease = async (folder: string, file: string): Promise<Release> => {
  const read = async (name: string) => await readFile(join(folder, name)).catch(() => undefined)
  const result = await readDocument(read, file, DEFAULT_LIMITS)
  if (!result.ok) throw new Error(`${folder}/${file}: ${result.problem.message}`)
  const { files, rootFile, facts } = result.document
  const planned = makePlan(files, rootFile, { facts, authentication: true })
  if (!planned.ok) throw new Error(`${folder}/${file}: ${planned.problem.message}`)
  return releaseOf(planned.plan)
}
