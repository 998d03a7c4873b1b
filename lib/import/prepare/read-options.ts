import * as v from 'valibot'
import type { Result } from '../../diagnostics/result.ts'
import { isMapping, kindOf } from '../../json/mapping.ts'
import { defaultOptions, ImportOptions } from '../../request/import-options.ts'
import type { ImportRequest } from '../../request/import-request.ts'
import { documentPrefix, dryRunPrefix, isDryRunKey, OPTIONS_FILE } from '../../store/keys.ts'
import { type ObjectStore, ObjectTooLarge } from '../../store/objects.ts'
import { describeIssues } from '../../util/describe-issue.ts'
import { cutReason, IMPORT_REASONS } from '../reasons.ts'

/** Maximum size of `import.json`, in bytes. */
export const MAX_OPTIONS_BYTES = 64 * 1024

/**
 * Reads the options in the document's `import.json`. Options of the request override it; missing options get defaults.
 * The problem is the `reason` of the import.
 */
export async function readOptions(
  { objects }: { readonly objects: Pick<ObjectStore, 'read'> },
  { target, source, options = {} }: Pick<ImportRequest, 'target' | 'options'> & Partial<Pick<ImportRequest, 'source'>>,
): Promise<Result<ImportOptions, string>> {
  const prefix = source !== undefined && isDryRunKey(source.key) ? dryRunPrefix(target) : documentPrefix(target)
  const key = prefix + OPTIONS_FILE
  const invalid = (why: string) => ({ ok: false, problem: cutReason(IMPORT_REASONS.invalidOptions(key, why)) }) as const
  let bytes: Uint8Array | undefined
  try {
    bytes = await objects.read(key, { maxBytes: MAX_OPTIONS_BYTES })
  } catch (error) {
    if (error instanceof ObjectTooLarge) return invalid(`it is larger than ${MAX_OPTIONS_BYTES} bytes`)
    throw error
  }
  const decoded = bytes === undefined ? ({ ok: true, value: {} } as const) : decodeOptions(bytes)
  if (!decoded.ok) return invalid(decoded.problem)
  return { ok: true, value: { ...defaultOptions(), ...decoded.value, ...options } as ImportOptions }
}

/** Decodes the content of `import.json`, without defaults. The problem is a phrase about the file. */
export function decodeOptions(bytes: Uint8Array): Result<Partial<ImportOptions>, string> {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return { ok: false, problem: 'it is not valid JSON' }
  }
  if (!isMapping(value)) return { ok: false, problem: `it must be a JSON object, got ${kindOf(value)}` }
  const result = v.safeParse(ImportOptions, value)
  // The schema changes nothing but defaults, which would override options of the command line.
  return result.success ? { ok: true, value } : { ok: false, problem: describeIssues(result.issues) }
}
