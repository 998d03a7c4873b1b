import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { specificationOf } from '../openapi/objects/version.ts'
import { withJsonFault } from '../openapi/parse/json-error.ts'
import type { Limits } from '../openapi/parse/limits.ts'
import { type Format, parse } from '../openapi/parse/parse.ts'
import { takeTexts } from '../openapi/references/inline-text.ts'
import { createResolver, type FileFacts, type Files } from '../openapi/references/resolver.ts'
import { fileName } from '../openapi/references/uri.ts'
import { sha256 } from '../util/hash.ts'
import { type ReadFile, unpack, unreadable } from './file-content.ts'
import { readParts } from './read-parts.ts'

/** A document as it was found: facts for the report, and its parsed files. */
export type ReadDocument = {
  readonly bytes: number
  readonly sha256: string
  readonly format: Format
  readonly specification: string
  readonly files: Files
  /** The name of the root in `files`; empty where it is the only file, so that pointers stay short. */
  readonly rootFile: string
  /** What is known of the files beside their content. */
  readonly facts: FileFacts
  /** Every file that is there, as it lies there. */
  readonly sources: ReadonlyMap<string, Uint8Array>
  readonly problems: readonly Diagnostic[]
}

export type ReadResult =
  | { readonly ok: true; readonly document: ReadDocument }
  | { readonly ok: false; readonly problem: Diagnostic; readonly bytes: number; readonly sha256: string }

/** Reads a document: its root, and every file that it refers to, each once. Without `fetchUrl`, nothing of the web. */
export async function readDocument(
  readFile: ReadFile,
  root: string,
  limits: Limits,
  fetchUrl?: ReadFile,
): Promise<ReadResult> {
  const raw = await readFile(root)
  if (raw === undefined) return { ok: false, bytes: 0, sha256: '', problem: missing(root) }
  if ('failed' in raw) return { ok: false, bytes: raw.tooLarge ?? 0, sha256: '', problem: unreadable('', raw) }
  const digest = { bytes: raw.length, sha256: sha256(raw) }
  const unpacked = await unpack(raw, '', limits)
  if ('code' in unpacked) return { ok: false, ...digest, problem: unpacked }
  const parsed = parse(unpacked, '', limits)
  if (!parsed.ok) return { ok: false, ...digest, problem: parsed.problem }
  const specification = specificationOf(parsed.value, '')
  if (!specification.ok) return { ok: false, ...digest, problem: withJsonFault(specification.problem, parsed.problems) }

  const { document, version } = specification
  const rootName = fileName(root)
  const parts = await readParts({ name: rootName, document, bytes: unpacked.length }, limits, readFile, fetchUrl)
  if (parts === undefined) return { ok: false, ...digest, problem: tooMuch(limits) }
  const rootFile = parts.files.size === 0 ? '' : rootName
  const files = new Map<string, unknown>([[rootFile, document], ...parts.files])
  const facts = { rootName, unread: parts.unread, declaresUrls: parts.declaresUrls }
  const texts = parts.hasTextReferences ? takeTexts(files, createResolver(files, facts)) : []
  return {
    ok: true,
    document: {
      ...digest,
      format: parsed.format,
      specification: version,
      files,
      rootFile,
      facts,
      sources: new Map([[root, raw], ...parts.sources]),
      problems: [...parsed.problems, ...parts.problems, ...texts],
    },
  }
}

const missing = (file: string): Diagnostic => ({
  severity: 'error',
  code: 'no-file',
  message: `There is no file ${JSON.stringify(file)}; it may have been removed since the import was started.`,
  pointer: '#',
})

const tooMuch = (limits: Limits): Diagnostic => ({
  severity: 'error',
  code: 'too-many-files',
  message: `The document refers to more than ${limits.files} files (MAX_FILES) or ${limits.totalBytes} bytes in all; bundle it or split it.`,
  pointer: '#',
})
