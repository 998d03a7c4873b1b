import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { duplicateKey, noFile, tooManyFiles, yamlDocuments } from '../diagnostics/kinds/file.ts'
import { diagnostic } from '../diagnostics/report.ts'
import type { Result } from '../diagnostics/result.ts'
import { child, type Location, root, tokens } from '../json/location.ts'
import { specificationOf } from '../openapi/objects/version.ts'
import type { Decoded } from '../openapi/parse/decode.ts'
import { withJsonFault } from '../openapi/parse/json/error.ts'
import type { Limits } from '../openapi/parse/limits.ts'
import { decodeWithin, type Format, type Parsed, parseDecoded } from '../openapi/parse/parse.ts'
import { removeEmptyReferences } from '../openapi/references/empty-references.ts'
import { inlineTexts } from '../openapi/references/inline-text.ts'
import { createResolver, type FileFacts, type Files } from '../openapi/references/resolver.ts'
import { settleBySchema } from '../openapi/references/settle-by-schema.ts'
import { fileName } from '../openapi/references/uri.ts'
import { sha256 } from '../util/hash.ts'
import { type ReadFile, unpack, unreadable } from './file-content.ts'
import { type AppliedOverlay, type OverlaidRoot, type Overlays, overlayRoot } from './overlays.ts'
import { type KeepSource, readParts } from './read-parts.ts'

/** Document as uploaded: facts for the report, and its parsed files. */
export type ReadDocument = {
  readonly bytes: number
  readonly sha256: string
  /** Hash of all files of a document that has several. */
  readonly filesSha256?: string
  readonly format: Format
  readonly specification: string
  readonly files: Files
  /** Name of the root in `files`; empty if it is the only file, so that pointers are short. */
  readonly rootFile: string
  /** Facts about the files other than their content. */
  readonly facts: FileFacts
  /** Bytes of every file that exists, as stored; empty if they are not kept. */
  readonly sources: ReadonlyMap<string, Uint8Array>
  readonly problems: readonly Diagnostic[]
  /** Overlays that were applied to the root, in their order. */
  readonly overlays: readonly AppliedOverlay[]
  /** Returns the pointer to where a value was written: in the root as stored, or in an overlay. */
  readonly origin: (pointer: string) => string
}

/** Document, or the reason why it can't be read, with size and hash of its root as far as known. */
export type ReadResult =
  | { readonly ok: true; readonly document: ReadDocument }
  | { readonly ok: false; readonly problem: Diagnostic; readonly bytes: number; readonly sha256: string }

/** Options of `readDocument`. */
export type ReadOptions = {
  /** Reads files from the web; without it, remote references are not resolved. */
  readonly fetchUrl?: ReadFile
  /** Finds the overlays of the document; undefined if it has none. */
  readonly findOverlays?: () => Promise<Overlays | undefined>
  /** False if the bytes of the files are not needed afterwards. */
  readonly keepSources?: boolean
}

/** Reads a document: its root, and every file that it refers to, each once. */
export async function readDocument(
  readFile: ReadFile,
  root: string,
  limits: Limits,
  { fetchUrl, findOverlays, keepSources = true }: ReadOptions = {},
): Promise<ReadResult> {
  const sources = new Map<string, Uint8Array>()
  const partHashes: string[] = []
  const keep = (name: string, bytes: Uint8Array): void => {
    if (name !== root) partHashes.push(`${sha256(bytes)} ${name}`)
    if (keepSources) sources.set(name, bytes)
  }
  const read = await readRoot(readFile, root, limits, keep)
  if (!read.ok) return read
  const { digest, unpackedBytes, parsed } = read
  const fail = (problem: Diagnostic): ReadResult => ({ ok: false, ...digest, problem })
  const stored = specificationOf(parsed.value, '')
  if (!stored.ok) return fail(withJsonFault(stored.problem, parsed.problems))
  const rootName = fileName(root)
  const overlays = await findOverlays?.()
  const overlaid = await withOverlays({ ...parsed, name: rootName }, overlays, { readFile, keep, limits })
  if (!overlaid.ok) return fail(overlaid.problem)
  const specification = specificationOf(overlaid.value.value, '')
  if (!specification.ok) return fail(specification.problem)

  const { document, version } = specification
  const bytes = unpackedBytes + overlaid.value.bytes
  const memory = parsed.memory + overlaid.value.memory
  const parts = await readParts({ name: rootName, document, bytes, memory }, limits, { readFile, fetchUrl, keep })
  if (parts === undefined) return fail(tooMuch(limits))
  const rootFile = parts.files.size === 0 ? '' : rootName
  const origin = overlaid.value.originIn(rootFile)
  const files = new Map<string, unknown>([[rootFile, document], ...parts.files])
  const found = [...parsed.problems, ...overlaid.value.problems, ...parts.problems]
  const facts = {
    rootName,
    unread: parts.unread,
    declaresUrls: parts.declaresUrls,
    repeated: new Set(found.flatMap(({ code, pointer }) => (code === duplicateKey.code ? [pointer] : []))),
    partlyRead: [...parsed.problems, ...parts.problems].find(({ code }) => code === yamlDocuments.code),
  }
  const empty = parts.hasEmptyReferences ? removeEmptyReferences(files) : []
  const unsettled = [
    ...overlaid.value.unsettled.map(values => ({ ...values, at: inFile(values.at, rootFile) })),
    ...parts.unsettled,
  ]
  if (unsettled.length > 0) settleBySchema(unsettled, createResolver(files, facts))
  const texts = parts.hasTextReferences ? inlineTexts(files, createResolver(files, facts)) : []
  const later = [...empty, ...texts].map(problem => ({ ...problem, pointer: origin(problem.pointer) }))
  return {
    ok: true,
    document: {
      ...digest,
      ...(partHashes.length > 0 && { filesSha256: sha256([digest.sha256, ...partHashes.sort()].join('\n')) }),
      format: parsed.format,
      specification: version,
      files,
      rootFile,
      facts,
      sources,
      problems: [...found, ...later],
      overlays: overlaid.value.applied,
      origin,
    },
  }
}

/** Applies the overlays of a document to its root. */
const withOverlays = async (
  root: Pick<OverlaidRoot, 'value' | 'unsettled'> & { readonly name: string; readonly memory: number },
  overlays: Overlays | undefined,
  { limits, ...reading }: { readonly readFile: ReadFile; readonly keep: KeepSource; readonly limits: Limits },
): Promise<Result<OverlaidRoot>> => {
  if (overlays === undefined || overlays.names.length === 0) return { ok: true, value: { ...root, ...NO_OVERLAYS } }
  return overlayRoot(root, overlays, { ...reading, limits: { ...limits, memory: limits.memory - root.memory } })
}

const NO_OVERLAYS: Omit<OverlaidRoot, 'value' | 'unsettled'> = {
  applied: [],
  bytes: 0,
  memory: 0,
  originIn: () => pointer => pointer,
  problems: [],
}

/** Returns the same location in a file of another name. */
const inFile = (at: Location, file: string): Location => tokens(at).reduce(child, root(file))

/** Parsed root, with the size and hash of the file. */
type ReadRoot = {
  readonly ok: true
  readonly digest: { readonly bytes: number; readonly sha256: string }
  readonly unpackedBytes: number
  readonly parsed: Extract<Parsed, { ok: true }>
}

const readRoot = async (
  readFile: ReadFile,
  root: string,
  limits: Limits,
  keep: KeepSource,
): Promise<ReadRoot | (ReadResult & { ok: false })> => {
  const decoded = await decodeRoot(readFile, root, limits, keep)
  if (!decoded.ok) return decoded
  // The event of the stream that has read the bytes holds them until its turn of the event loop ends.
  await nextTurn()
  const { digest, unpackedBytes, content } = decoded
  const parsed = parseDecoded(content, '', limits)
  return parsed.ok ? { ok: true, digest, unpackedBytes, parsed } : { ok: false, ...digest, problem: parsed.problem }
}

/** Returns the text alone: its bytes, compressed and not, can be collected before it is parsed. */
const decodeRoot = async (
  readFile: ReadFile,
  root: string,
  limits: Limits,
  keep: KeepSource,
): Promise<(Omit<ReadRoot, 'parsed'> & { content: Decoded }) | (ReadResult & { ok: false })> => {
  const raw = await readFile(root)
  if (raw === undefined) return { ok: false, bytes: 0, sha256: '', problem: diagnostic(noFile.missing(root), '#') }
  if ('failed' in raw) return { ok: false, bytes: raw.tooLarge ?? 0, sha256: '', problem: unreadable('', raw) }
  keep(root, raw)
  const digest = { bytes: raw.length, sha256: sha256(raw) }
  const unpacked = await unpack(raw, '', limits)
  if (!unpacked.ok) return { ok: false, ...digest, problem: unpacked.problem }
  const decoded = decodeWithin(unpacked.value, '', limits)
  if (!decoded.ok) return { ok: false, ...digest, problem: decoded.problem }
  return { ok: true, digest, unpackedBytes: unpacked.value.length, content: decoded.value }
}

const tooMuch = ({ files, totalBytes }: Limits): Diagnostic => diagnostic(tooManyFiles.exceeded(files, totalBytes), '#')
