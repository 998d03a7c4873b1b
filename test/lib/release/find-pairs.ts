import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makePlan } from '../../../lib/conversion/make-plan.ts'
import type { Plan } from '../../../lib/conversion/plan.ts'
import { readDocument } from '../../../lib/document/read-document.ts'
import { DEFAULT_LIMITS } from '../../../lib/openapi/parse/limits.ts'

const FOLDER = join(import.meta.dirname, 'fixtures')

/** Folders with two releases of a document, `before.yaml` and `after.yaml`. */
export const findPairs = (): { name: string; folder: string }[] =>
  readdirSync(FOLDER).map(name => ({ name, folder: join(FOLDER, name) }))

/** Plans a document of a folder. */
const readPlan = async (folder: string, file: string, baseUrl?: string): Promise<Plan> => {
  const read = async (name: string) => await readFile(join(folder, name)).catch(() => undefined)
  const result = await readDocument(read, file, DEFAULT_LIMITS)
  if (!result.ok) throw new Error(`${folder}/${file}: ${result.problem.message}`)
  const { files, rootFile, facts } = result.document
  const planned = makePlan(files, rootFile, { facts, ...(baseUrl !== undefined && { baseUrl }) })
  if (!planned.ok) throw new Error(`${folder}/${file}: ${planned.problem.message}`)
  return planned.plan
}

/** Plans both documents of a folder for a connector that was made from the first one. */
export const readPair = async (folder: string): Promise<readonly [before: Plan, after: Plan]> => {
  const { connection } = await readPlan(folder, 'before.yaml')
  const baseUrl = connection?.servers[0]?.url
  return [await readPlan(folder, 'before.yaml', baseUrl), await readPlan(folder, 'after.yaml', baseUrl)]
}
