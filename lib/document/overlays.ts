import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { overlayInvalid, overlayLimit, overlayMissing } from '../diagnostics/kinds/overlays.ts'
import { diagnostic } from '../diagnostics/report.ts'
import type { Result } from '../diagnostics/result.ts'
import type { Limits } from '../openapi/parse/limits.ts'
import { decodeWithin, parseDecoded } from '../openapi/parse/parse.ts'
import type { UnsettledValues } from '../openapi/parse/unsettled-values.ts'
import { applyOverlays, type Overlaid } from '../overlay/apply/apply-overlays.ts'
import type { OverlayFile } from '../overlay/file/overlay.ts'
import { createOrigin, type Origin } from '../overlay/origin.ts'
import { sha256 } from '../util/hash.ts'
import { type ReadFile, unpack } from './file-content.ts'
import type { KeepSource } from './read-parts.ts'

/** Overlays of a document. */
export type Overlays = {
  /** Names of files in the document's folder, in the order of their application. */
  readonly names: readonly string[]
  /** Names of all files of the folder that may be documents. */
  readonly files: ReadonlySet<string>
  /** True if a person has chosen the overlays, false if they were found in the folder. */
  readonly isChosen: boolean
}

/** Overlay that was applied, for the report. */
export type AppliedOverlay = { readonly file: string; readonly sha256: string }

/** Document with its overlays. */
export type OverlaidRoot = {
  readonly value: unknown
  readonly applied: readonly AppliedOverlay[]
  readonly bytes: number
  /** Estimated bytes of memory of the parsed overlays. */
  readonly memory: number
  readonly originIn: (rootFile: string) => Origin
  /** Objects to settle by schema, also those that were copied. */
  readonly unsettled: readonly UnsettledValues[]
  readonly problems: readonly Diagnostic[]
}

/** Limits of overlays: their number, and bytes and values of each. */
const MAX_OVERLAYS = 100
const MAX_BYTES = 10 * 1024 * 1024
const MAX_NODES = 1_000_000

/** Parsed root of a document, before its overlays. */
type Root = { readonly name: string; readonly value: unknown; readonly unsettled: readonly UnsettledValues[] }

/** Functions by which overlays are read. */
type Reading = { readonly readFile: ReadFile; readonly keep: KeepSource; readonly limits: Limits }

/** Reads overlays and applies them to the root of a document. `limits.memory`: memory that is left for them. */
export async function overlayRoot(
  root: Root,
  { names, files, isChosen }: Overlays,
  { readFile, keep, limits }: Reading,
): Promise<Result<OverlaidRoot>> {
  if (names.length > MAX_OVERLAYS)
    return { ok: false, problem: diagnostic(overlayLimit.overlays(names.length, MAX_OVERLAYS), '#') }
  const overlays: ReadOverlay[] = []
  let memory = 0
  for (const name of names) {
    const left = Math.max(limits.memory - memory, 0)
    const overlay = await readOverlayFile(name, { readFile, keep, limits: { ...limits, memory: left } })
    if (!overlay.ok) return overlay
    overlays.push(overlay.value)
    memory += overlay.value.memory
  }
  // Loaded by the imports that need it.
  const { createPaths } = await import('../overlay/path/json-path.ts')
  const parsed = overlays.map(({ file }) => file)
  const folder = { document: root.name, files, isChosen }
  const overlaid = applyOverlays(root.value, parsed, { limits, folder, createPaths })
  if (!overlaid.ok) return overlaid
  const { root: applied, problems } = overlaid.value
  const used = new Set(overlaid.value.applied)
  return {
    ok: true,
    value: {
      value: applied.value,
      applied: overlays.flatMap(({ file, sha256 }) => (used.has(file.name) ? [{ file: file.name, sha256 }] : [])),
      bytes: overlays.reduce((total, { bytes }) => total + bytes, 0),
      memory,
      originIn: rootFile => createOrigin(applied.at, rootFile),
      unsettled: unsettledCopies(root.unsettled, overlaid.value.copies),
      problems: [...overlays.flatMap(overlay => overlay.problems), ...problems],
    },
  }
}

type ReadOverlay = {
  readonly file: OverlayFile
  readonly sha256: string
  readonly bytes: number
  readonly memory: number
  readonly problems: readonly Diagnostic[]
}

const readOverlayFile = async (name: string, { readFile, keep, limits }: Reading): Promise<Result<ReadOverlay>> => {
  const at = `${name}#`
  const raw = await readFile(name, MAX_BYTES)
  if (raw === undefined) return { ok: false, problem: diagnostic(overlayMissing.notFound(name), at) }
  if ('failed' in raw) return { ok: false, problem: diagnostic(overlayMissing.unreadable(name, raw.failed), at) }
  keep(name, raw)
  const invalid = ({ message, pointer }: Diagnostic): Result<ReadOverlay> => {
    return { ok: false, problem: diagnostic(overlayInvalid.syntax(name, message), pointer) }
  }
  const bounded = { ...limits, bytes: Math.min(limits.bytes, MAX_BYTES), nodes: Math.min(limits.nodes, MAX_NODES) }
  const unpacked = await unpack(raw, name, bounded)
  if (!unpacked.ok) return invalid(unpacked.problem)
  const decoded = decodeWithin(unpacked.value, name, bounded)
  if (!decoded.ok) return invalid(decoded.problem)
  const parsed = parseDecoded(decoded.value, name, bounded)
  if (!parsed.ok) return invalid(parsed.problem)
  // The types of the overlay's own fields are checked as written.
  const written = parsed.format === 'json' ? parsed : parseDecoded(decoded.value, name, bounded, true)
  if (!written.ok) return invalid(written.problem)
  const { value, memory, problems } = parsed
  const file = { name, value, written: written.value }
  return { ok: true, value: { file, sha256: sha256(raw), bytes: unpacked.value.length, memory, problems } }
}

/** Adds the copies of objects whose values may be strings by another schema, with the source text of their scalars. */
const unsettledCopies = (
  unsettled: readonly UnsettledValues[],
  copies: Overlaid['copies'],
): readonly UnsettledValues[] => {
  const all = [...unsettled]
  const byOwner = new Map(unsettled.map(values => [values.owner as object, values]))
  const texts = unsettled[0]?.texts
  // A copy of a copy is later in the map.
  for (const [copy, original] of copies) {
    const known = texts?.get(original)
    if (known !== undefined) texts?.set(copy, known)
    const values = byOwner.get(original)
    if (values === undefined) continue
    const copied = { ...values, owner: copy as UnsettledValues['owner'] }
    byOwner.set(copy, copied)
    all.push(copied)
  }
  return all
}
