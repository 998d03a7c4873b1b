import * as v from 'valibot'
import type { Result } from '../../diagnostics/result.ts'
import { isMapping, kindOf } from '../../json/mapping.ts'
import { ImportOptions } from '../../request/import-options.ts'
import type { ImportRequest } from '../../request/import-request.ts'
import { documentPrefix, dryRunPrefix, isDryRunKey, OPTIONS_FILE } from '../../store/keys.ts'
import { type ObjectStore, ObjectTooLarge } from '../../store/objects.ts'
import { describeIssues } from '../../util/describe-issue.ts'
import { cutReason, IMPORT_REASONS } from '../reasons.ts'

/** Maximum size of `import.json`, in bytes. */
const MAX_BYTES = 64 * 1024

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
  if (!isMapping(value)) return invalid(`it must be a JSON object, got ${kindOf(value)}`)
  const result = v.safeParse(ImportOptions, value)
  if (result.success) return { ok: true, value: { ...result.output, ...options } as ImportOptions }
  return invalid(describeIssues(result.issues))
}
