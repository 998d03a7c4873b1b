import { open, stat, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import * as v from 'valibot'
import { OptionsInput } from '../../../../lib/request/import-options.ts'
import { Target } from '../../../../lib/request/target.ts'
import { describeIssues } from '../../../../lib/util/describe-issue.ts'
import { UsageError } from '../arguments/command-line.ts'
import { isNameless } from './document-file.ts'

const KIND = 'connector-import-plan'
/** The first bytes of a plan: the kind is its first key. */
const START = new RegExp(`^\\s*\\{\\s*"kind"\\s*:\\s*"${KIND}"`)
const START_BYTES = 200

const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be a SHA-256'))

/** Plan in a file: what it is about, and what identifies its changes. It has no content of the document or the platform. */
export const PlanFile = v.strictObject({
  kind: v.literal(KIND),
  schema: v.literal(1),
  /** Identifies all changes (`planId` of the report). */
  planId: Sha256,
  madeAt: v.string(),
  /** URL of the platform, or `emulator`. */
  platform: v.string(),
  target: Target,
  document: v.strictObject({
    /** Path or URL, as on the command line. */
    file: v.string(),
    title: v.optional(v.string()),
    version: v.optional(v.string()),
    /** Hash of each file. */
    files: v.record(v.string(), Sha256),
    /** Hash of the options in `import.json`. */
    optionsFile: v.optional(Sha256),
  }),
  /** Options of the command line. */
  options: OptionsInput,
  /** Base URL of a connector that the emulator creates. */
  baseUrl: v.optional(v.string()),
  changes: v.array(
    v.strictObject({
      kind: v.picklist(['actions', 'triggers', 'definitions']),
      name: v.string(),
      method: v.optional(v.string()),
      path: v.optional(v.string()),
      change: v.picklist(['create', 'update', 'remove', 'keep', 'skip']),
      conflict: v.optional(v.literal(true)),
      sha256: Sha256,
    }),
  ),
})
export type PlanFile = v.InferOutput<typeof PlanFile>

/** Creates the content of a plan. */
export function planFileText(plan: Omit<PlanFile, 'kind' | 'schema'>): string {
  return `${JSON.stringify({ kind: KIND, schema: 1, ...plan }, undefined, 2)}\n`
}

/** Reads a plan; undefined if the file is something else, or does not exist. @throws UsageError for an invalid plan */
export async function readPlanFile(path: string): Promise<PlanFile | undefined> {
  const text = await readIfPlan(path)
  if (text === undefined) return undefined
  const invalid = (why: string) => new UsageError(`${path} is an invalid plan: ${why}. Make a new plan.`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw invalid('it is not valid JSON')
  }
  const result = v.safeParse(PlanFile, value)
  if (!result.success) throw invalid(describeIssues(result.issues))
  return result.output
}

/** Returns the text of a plan; undefined if it is something else. Reads only the start of other files. */
const readIfPlan = async (path: string): Promise<string | undefined> => {
  let file: Awaited<ReturnType<typeof open>>
  try {
    // A pipe can be opened only once.
    if (!(await stat(path)).isFile()) return undefined
    file = await open(resolve(path))
  } catch {
    // The reader of documents has a sentence for it.
    return undefined
  }
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(START_BYTES), 0, START_BYTES, 0)
    if (!START.test(buffer.toString('utf8', 0, bytesRead))) return undefined
    return await file.readFile('utf8')
  } catch {
    return undefined
  } finally {
    await file.close()
  }
}

/** Checks that a plan can be written to a path, and for this document. @throws UsageError */
export async function checkPlanOutput(path: string, document: string): Promise<void> {
  if (isNameless(document)) throw new UsageError('--out needs a document that can be read again; save it to a file.')
  const url = /^[a-z][a-z0-9+.-]+:\/\//i.test(document) ? URL.parse(document) : null
  if (url !== null && `${url.username}${url.password}${url.search}` !== '')
    throw new UsageError(
      '--out writes the URL of the document to a file, and this URL can have a secret; save the document to a file.',
    )
  if ((await exists(path)) && (await readIfPlan(path)) === undefined)
    throw new UsageError(`${path} exists and is not a plan; choose another file for --out.`)
}

const exists = async (path: string): Promise<boolean> => {
  try {
    await (await open(path)).close()
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT')
  }
}

/** Writes a plan. @throws Error with the path and the cause */
export async function writePlanFile(path: string, plan: Omit<PlanFile, 'kind' | 'schema'>): Promise<void> {
  try {
    await writeFile(path, planFileText(plan))
  } catch (cause) {
    throw new Error(`Can't write the plan to ${path}: ${cause instanceof Error ? cause.message : cause}.`, { cause })
  }
}
