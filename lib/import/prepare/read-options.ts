import * as v from 'valibot'
import { ImportOptions } from '../../request/import-options.ts'
import type { ImportRequest } from '../../request/import-request.ts'
import { documentPrefix, OPTIONS_FILE } from '../../store/keys.ts'
import { type ObjectStore, ObjectTooLarge } from '../../store/objects.ts'
import { IMPORT_REASONS } from '../reasons.ts'

/** Maximum size of `import.json`, in bytes. */
const MAX_BYTES = 64 * 1024

export type OptionsResult =
  | { readonly ok: true; readonly options: ImportOptions }
  | { readonly ok: false; readonly reason: string }

/** Reads the options in the document's `import.json`. Options of the request override it; missing options get defaults. */
export async function readOptions(
  { objects }: { readonly objects: Pick<ObjectStore, 'read'> },
  { target, options = {} }: Pick<ImportRequest, 'target' | 'options'>,
): Promise<OptionsResult> {
  const key = documentPrefix(target) + OPTIONS_FILE
  const invalid = (why: string): OptionsResult => ({ ok: false, reason: IMPORT_REASONS.invalidOptions(key, why) })
  let bytes: Uint8Array | undefined
  try {
    bytes = await objects.read(key, { maxBytes: MAX_BYTES })
  } catch (error) {
    if (error instanceof ObjectTooLarge) return invalid(`it is larger than ${MAX_BYTES} bytes`)
    throw error
  }
  let value: unknown
  try {
    value = bytes === undefined ? {} : JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return invalid('it is not valid JSON')
  }
  const result = v.safeParse(ImportOptions, value)
  if (result.success) return { ok: true, options: { ...result.output, ...options } as ImportOptions }
  return invalid(result.issues.map(issue => `"${v.getDotPath(issue) ?? ''}": ${issue.message}`).join('; '))
}
