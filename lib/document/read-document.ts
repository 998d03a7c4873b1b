import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { duplicateKey, noFile, tooManyFiles, yamlDocuments } from '../diagnostics/kinds/file.ts'
import { diagnostic } from '../diagnostics/report.ts'
import { child, type Location, root, tokens } from '../json/location.ts'
import { specificationOf } from '../openapi/objects/version.ts'
import type { Decoded } from '../openapi/parse/decode.ts'
import { withJsonFault } from '../openapi/parse/json-error.ts'
import type { Limits } from '../openapi/parse/limits.ts'
import { decodeWithin, type Format, type Parsed, parseDecoded } from '../openapi/parse/parse.ts'
import { removeEmptyReferences } from '../openapi/references/empty-references.ts'
import { inlineTexts } from '../openapi/references/inline-text.ts'
import { createResolver, type FileFacts, type Files } from '../openapi/references/resolver.ts'
import { settleBySchema } from '../openapi/references/settle-by-schema.ts'
import { fileName } from '../openapi/references/uri.ts'
import { sha256 } from '../util/hash.ts'
import { type ReadFile, unpack, unreadable } from './file-content.ts'
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
}

/** Document, or the reason why it can't be read, with size and hash of its root as far as known. */
export type ReadResult =
  | { readonly ok: true; readonly document: ReadDocument }
  | { readonly ok: false; readonly problem: Diagnostic; readonly bytes: number; readonly sha256: string }

/** Options of `readDocument`. */
export type ReadOptions = {
  /** Reads files from the web; without it, remote references are not resolved. */
  readonly fetchUrl?: ReadFile
  /** False if the bytes of the files are not needed afterwards. */
  readonly keepSources?: boolean
}

/** Reads a document: its root, and every file that it refers to, each once. */
export async function readDocument(
  readFile: ReadFile,
  root: string,
  limits: Limits,
  { fetchUrl, keepSources = true }: ReadOptions = {},
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
  const specification = specificationOf(parsed.value, '')
  if (!specification.ok) return { ok: false, ...digest, problem: withJsonFault(specification.problem, parsed.problems) }

  const { document, version } = specification
  const rootName = fileName(root)
  const start = { name: rootName, document, bytes: unpackedBytes, memory: parsed.memory }
  const parts = await readParts(start, limits, { readFile, fetchUrl, keep })
  if (parts === undefined) return { ok: false, ...digest, problem: tooMuch(limits) }
  const rootFile = parts.files.size === 0 ? '' : rootName
  const files = new Map<string, unknown>([[rootFile, document], ...parts.files])
  const found = [...parsed.problems, ...parts.problems]
  const facts = {
    rootName,
    unread: parts.unread,
    declaresUrls: parts.declaresUrls,
    repeated: new Set(found.flatMap(({ code, pointer }) => (code === duplicateKey.code ? [pointer] : []))),
    partlyRead: found.find(({ code }) => code === yamlDocuments.code),
  }
  const empty = parts.hasEmptyReferences ? removeEmptyReferences(files) : []
  const unsettled = [
    ...parsed.unsettled.map(values => ({ ...values, at: inFile(values.at, rootFile) })),
    ...parts.unsettled,
  ]
  if (unsettled.length > 0) settleBySchema(unsettled, createResolver(files, facts))
  const texts = parts.hasTextReferences ? inlineTexts(files, createResolver(files, facts)) : []
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
      problems: [...found, ...empty, ...texts],
    },
  }
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
