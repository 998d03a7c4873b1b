import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { asMapping, getOwn, type Mapping } from '../json/mapping.ts'
import { decode } from '../openapi/parse/decode.ts'
import type { Limits } from '../openapi/parse/limits.ts'
import { parse } from '../openapi/parse/parse.ts'
import type { UnsettledValues } from '../openapi/parse/unsettled-values.ts'
import { externalReferences } from '../openapi/references/external-references.ts'
import { isUrl, pathOf } from '../openapi/references/uri.ts'
import { type FileContent, type ReadFile, unpack, unreadable } from './file-content.ts'
import { createWantedFiles } from './wanted-files.ts'

/** Parsed root of a document. */
export type Root = {
  readonly name: string
  readonly document: Mapping
  /** Bytes of the file after decompression. */
  readonly bytes: number
  /** Estimated bytes of memory that `document` takes. */
  readonly memory: number
}

/** Keeps the bytes of a file that exists, also of an invalid one, so that the document can be read again. */
export type KeepSource = (name: string, bytes: Uint8Array) => void

/** Functions by which files are read. */
export type Reading = {
  readonly readFile: ReadFile
  readonly fetchUrl: ReadFile | undefined
  readonly keep: KeepSource
}

/** Files of a document other than its root. */
export type Parts = {
  /** Parsed files by name; text if only descriptions refer to a file. */
  readonly files: ReadonlyMap<string, unknown>
  /** Reason why a file was not read, by its name. */
  readonly unread: ReadonlyMap<string, string>
  readonly hasTextReferences: boolean
  readonly hasEmptyReferences: boolean
  /** True if a schema has `$id` or a file has `$self`. */
  readonly declaresUrls: boolean
  /** Objects whose values may be strings by the type of another schema. */
  readonly unsettled: readonly UnsettledValues[]
  readonly problems: readonly Diagnostic[]
}

/** Files that are read at the same time, if none has more bytes than this; a larger one is read alone. */
const PARALLEL = 16
const SMALL_BYTES = 2 * 1024 * 1024

/** Reads every file that the root refers to, directly or through other files, each once; undefined if a limit is exceeded. */
export async function readParts(root: Root, limits: Limits, reading: Reading): Promise<Parts | undefined> {
  const files = new Map<string, unknown>()
  const unread = new Map<string, string>()
  const problems: Diagnostic[] = []
  const unsettled: UnsettledValues[] = []
  const isComponent = componentNames(root.document)
  const wanted = createWantedFiles(root.name)
  const failures = new Map<Diagnostic, string>()
  /** Files whose examples and extensions are referred to, and those of them to search again for references. */
  const withoutData = new Set<string>()
  const again = new Set<string>()
  let hasTextReferences = false
  let hasEmptyReferences = false
  let total = root.bytes
  /** Memory that is left for further files. */
  let memory = limits.memory - root.memory

  // One at a time: push(...found) has a limit of arguments.
  const addAll = (found: readonly Diagnostic[]): void => {
    for (const problem of found) problems.push(problem)
  }
  const fail = (name: string, problem: Diagnostic, why = problem.message): void => {
    problems.push(problem)
    failures.set(problem, name)
    unread.set(name, why)
  }
  const wantReferencesOf = (value: unknown, name: string): void => {
    const found = externalReferences(value, name, isComponent, !withoutData.has(name))
    for (const file of found.intoData) {
      if (file !== name && !withoutData.has(file)) again.add(file)
      withoutData.add(file)
    }
    hasTextReferences ||= found.hasTextReferences
    hasEmptyReferences ||= found.hasEmptyReferences
    wanted.add(found)
  }

  wantReferencesOf(root.document, root.name)
  for (let names = wanted.next(); names.length > 0; names = wanted.next()) {
    if (1 + files.size + names.length > limits.files) return undefined
    for await (const [name, bytes] of inParallel(names, reading)) {
      if (bytes === undefined) continue
      if ('failed' in bytes) {
        fail(name, unreadable(name, bytes), bytes.failed)
        continue
      }
      reading.keep(pathOf(name), bytes)
      const content = await unpack(bytes, name, limits)
      if (!content.ok) {
        fail(name, content.problem)
        continue
      }
      total += content.value.length
      if (total > limits.totalBytes) return undefined
      if (!wanted.isPart(name)) {
        const decoded = decode(content.value, name)
        files.set(name, decoded.text)
        memory -= decoded.text.length
        addAll(decoded.problems)
        continue
      }
      const file = parse(content.value, name, { ...limits, memory: Math.max(memory, 0) })
      if (!file.ok) {
        fail(name, file.problem)
        continue
      }
      files.set(name, file.value)
      memory -= file.memory
      addAll(file.problems)
      for (const values of file.unsettled) unsettled.push(values)
      wantReferencesOf(file.value, name)
    }
    for (const name of again) {
      again.delete(name)
      const value = name === root.name ? root.document : files.get(name)
      if (value !== undefined) wantReferencesOf(value, name)
    }
  }
  // A missing file is not needed if a schema has its URL.
  const needed = failures.size > 0 ? wanted.needed() : new Set<string>()
  const reported = problems.filter(problem => {
    const name = failures.get(problem)
    return name === undefined || needed.has(name)
  })
  const declaresUrls = wanted.declaresUrls()
  return { files, unread, hasTextReferences, hasEmptyReferences, declaresUrls, unsettled, problems: reported }
}

/**
 * Returns a predicate for the values of a discriminator's mapping that name a component schema; others are references.
 * @see https://spec.openapis.org/oas/v3.2.0.html#discriminator-object
 */
const componentNames = (document: Mapping): ((name: string) => boolean) => {
  const components = asMapping(getOwn(document, 'components'))
  const schemas = asMapping(components && getOwn(components, 'schemas'))
  return name => schemas !== undefined && getOwn(schemas, name) !== undefined
}

/** Reads a few files at a time, so that a limit is checked before all are in memory. */
async function* inParallel(names: readonly string[], reading: Reading): AsyncGenerator<[string, FileContent]> {
  const read: ReadFile = async (name, maxBytes) =>
    isUrl(name) ? reading.fetchUrl?.(name, maxBytes) : reading.readFile(pathOf(name), maxBytes)
  for (let i = 0; i < names.length; i += PARALLEL) {
    const chunk = names.slice(i, i + PARALLEL)
    const found = await Promise.all(chunk.map(async name => ({ name, content: await read(name, SMALL_BYTES) })))
    for (const { name, content } of found) yield [name, isTooLarge(content) ? await read(name) : content]
  }
}

const isTooLarge = (content: FileContent): boolean =>
  content !== undefined && 'failed' in content && content.tooLarge !== undefined
