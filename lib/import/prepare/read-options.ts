import * as v from 'valibot'
import { ImportOptions } from '../../request/import-options.ts'
import type { ImportRequest } from '../../request/import-request.ts'
import { documentPrefix, OPTIONS_FILE } from '../../store/keys.ts'
import { type ObjectStore, ObjectTooLarge } from '../../store/objects.ts'
import { describeIssue } from '../../util/describe-issue.ts'

const MAX_BYTES = 64 * 1024

export type OptionsResult =
  | { readonly ok: true; readonly options: ImportOptions }
  | { readonly ok: false; readonly reason: string }

/** Reads `import.json` from the folder of the document. Options of the request override it; the rest have defaults. */
export async function readOptions(
  { objects }: { readonly objects: Pick<ObjectStore, 'read'> },
  { target, options = {} }: Pick<ImportRequest, 'target' | 'options'>,
): Promise<OptionsResult> {
  const key = documentPrefix(target) + OPTIONS_FILE
  const bad = (why: string): OptionsResult => ({
    ok: false,
    reason: `${key} can't be used: ${why}. Correct it and upload the document again.`,
  })
  let bytes: Uint8Array | undefined
  try {
    bytes = await objects.read(key, { maxBytes: MAX_BYTES })
  } catch (error) {
    if (error instanceof ObjectTooLarge) return bad(`it is larger than ${MAX_BYTES} bytes`)
    throw error
  }
  let value: unknown
  try {
    value = bytes === undefined ? {} : JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return bad('it is not valid JSON')
  }
  const result = v.safeParse(ImportOptions, value)
  if (result.success) return { ok: true, options: { ...result.output, ...options } as ImportOptions }
  return bad(result.issues.map(issue => `"${v.getDotPath(issue) ?? ''}" ${describeIssue(issue)}`).join('; '))
}
