import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Diagnostic } from '../diagnostic.ts'
import { sha256 } from '../hash.ts'
import { externalReferences } from '../openapi/external-references.ts'
import type { Limits } from '../openapi/limits.ts'
import { type Format, parse } from '../openapi/parse.ts'
import { type Files, isUrl } from '../openapi/reference.ts'
import { specificationOf } from '../openapi/specification.ts'

const decompress = promisify(gunzip)

/** Why a file that is there was not read, as a sentence; its size where that is why. */
export type Unread = { readonly failed: string; readonly tooLarge?: number }

/** The bytes of a file; undefined where there is none. */
export type FileContent = Uint8Array | undefined | Unread

/** Gives a file by its name in the document's folder; for what lies on the web, by its URL. */
export type ReadFile = (name: string) => Promise<FileContent>

/** A document as it was found: facts for the report, and its parsed files. */
export type ReadDocument = {
  readonly bytes: number
  readonly sha256: string
  readonly format: Format
  readonly specification: string
  readonly files: Files
  /** The name of the root in `files`; empty where it is the only file, so that pointers stay short. */
  readonly rootFile: string
  /** Every file that was read, as it lies there. */
  readonly sources: ReadonlyMap<string, Uint8Array>
  readonly problems: readonly Diagnostic[]
}

export type ReadResult =
  | { readonly ok: true; readonly document: ReadDocument }
  | { readonly ok: false; readonly problem: Diagnostic; readonly bytes: number; readonly sha256: string }

/** How many files are fetched at once. */
const PARALLEL = 16

/** Reads a document: its root, and every file that it refers to, each once. Without `fetchUrl`, nothing of the web. */
export const readDocument = async (
  readFile: ReadFile,
  root: string,
  limits: Limits,
  fetchUrl?: ReadFile,
): Promise<ReadResult> => {
  const read: ReadFile = async name => (isUrl(name) ? fetchUrl?.(name) : readFile(name))
  const raw = await read(root)
  if (raw === undefined) return { ok: false, bytes: 0, sha256: '', problem: missing(root) }
  if ('failed' in raw) return { ok: false, bytes: raw.tooLarge ?? 0, sha256: '', problem: unreadable('', raw) }
  const facts = { bytes: raw.length, sha256: sha256(raw) }
  const unpacked = await unpack(raw, '', limits)
  if ('code' in unpacked) return { ok: false, ...facts, problem: unpacked }
  const parsed = parse(unpacked, '', limits)
  if (!parsed.ok) return { ok: false, ...facts, problem: parsed.problem }
  const specification = specificationOf(parsed.value, '')
  if (!specification.ok) return { ok: false, ...facts, problem: specification.problem }

  const found = {
    files: new Map([[root, parsed.value]]),
    sources: new Map([[root, raw]]),
    problems: [...parsed.problems],
  }
  const problem = await addReferred(read, root, unpacked.length, found, limits)
  if (problem !== undefined) return { ok: false, ...facts, problem }
  const alone = found.files.size === 1
  return {
    ok: true,
    document: {
      ...facts,
      ...found,
      format: parsed.format,
      specification: specification.version,
      files: alone ? new Map([['', parsed.value]]) : found.files,
      rootFile: alone ? '' : root,
    },
  }
}

/** A document's files as far as they are found, and what is the matter with others. */
type Found = {
  readonly files: Map<string, unknown>
  readonly sources: Map<string, Uint8Array>
  readonly problems: Diagnostic[]
}

/** Adds every file that the root refers to, itself or by way of others. @returns the problem that they are too much */
const addReferred = async (
  read: ReadFile,
  root: string,
  rootBytes: number,
  { files, sources, problems }: Found,
  limits: Limits,
): Promise<Diagnostic | undefined> => {
  const asked = new Set([root])
  let wanted = externalReferences(files.get(root), root)
  let total = rootBytes
  while (wanted.length > 0) {
    if (files.size + wanted.length > limits.files) return tooMuch(limits)
    for (const name of wanted) asked.add(name)
    const next = new Set<string>()
    for await (const [name, bytes] of inParallel(wanted, read)) {
      if (bytes === undefined) continue
      if ('failed' in bytes) {
        problems.push(unreadable(name, bytes))
        continue
      }
      const content = await unpack(bytes, name, limits)
      if ('code' in content) {
        problems.push(content)
        continue
      }
      total += content.length
      if (total > limits.totalBytes) return tooMuch(limits)
      const file = parse(content, name, limits)
      if (!file.ok) {
        problems.push(file.problem)
        continue
      }
      files.set(name, file.value)
      sources.set(name, bytes)
      problems.push(...file.problems)
      for (const reference of externalReferences(file.value, name)) next.add(reference)
    }
    wanted = [...next].filter(name => !asked.has(name))
  }
  return undefined
}

/** Some at a time, so that a limit that is passed is seen before all are held. */
async function* inParallel(names: readonly string[], read: ReadFile): AsyncGenerator<[string, FileContent]> {
  for (let i = 0; i < names.length; i += PARALLEL) {
    const chunk = names.slice(i, i + PARALLEL)
    yield* await Promise.all(chunk.map(async (name): Promise<[string, FileContent]> => [name, await read(name)]))
  }
}

/** RFC 1952 section 2.3.1: a gzip file tells itself by its first bytes. */
const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

/** The bytes of a file without its packing; or why there are none. */
const unpack = async (bytes: Uint8Array, file: string, limits: Limits): Promise<Uint8Array | Diagnostic> => {
  if (!isGzip(bytes)) return bytes
  try {
    return await decompress(bytes, { maxOutputLength: limits.bytes })
  } catch (error) {
    const large = error instanceof RangeError
    const why = large ? `unpacks to more than ${limits.bytes} bytes (MAX_DOCUMENT_BYTES)` : 'is damaged'
    return {
      severity: 'error',
      code: large ? 'too-large' : 'not-gzip',
      message: `The gzip file ${why}; correct it and upload it again.`,
      pointer: `${file}#`,
    }
  }
}

const missing = (file: string): Diagnostic => ({
  severity: 'error',
  code: 'no-file',
  message: `There is no file ${JSON.stringify(file)}; it may have been removed since the import was started.`,
  pointer: '#',
})

const unreadable = (file: string, { failed, tooLarge }: Unread): Diagnostic => ({
  severity: 'error',
  code: tooLarge === undefined ? 'file-unreadable' : 'too-large',
  message: `The file was not read: ${failed}`,
  pointer: `${file}#`,
})

const tooMuch = (limits: Limits): Diagnostic => ({
  severity: 'error',
  code: 'too-many-files',
  message: `The document refers to more than ${limits.files} files (MAX_FILES) or ${limits.totalBytes} bytes in all; bundle it or split it.`,
  pointer: '#',
})
