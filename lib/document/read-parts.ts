import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { asMapping, getOwn, type Mapping } from '../json/mapping.ts'
import { decode } from '../openapi/parse/decode.ts'
import type { Limits } from '../openapi/parse/limits.ts'
import { parse } from '../openapi/parse/parse.ts'
import { externalReferences } from '../openapi/references/external-references.ts'
import { isUrl, pathOf } from '../openapi/references/uri.ts'
import { type FileContent, type ReadFile, unpack, unreadable } from './file-content.ts'
import { createWantedFiles } from './wanted-files.ts'

/** The root of a document, parsed. */
export type Root = { readonly name: string; readonly document: Mapping; readonly bytes: number }

/** The files that a document has beside its root. */
export type Parts = {
  /** By name, parsed, or as text where only descriptions refer to them. */
  readonly files: ReadonlyMap<string, unknown>
  /** Every file that is there, also what can't be parsed: who reads the document from its sources again has to find it. */
  readonly sources: ReadonlyMap<string, Uint8Array>
  /** Why a file was not read, by its name. */
  readonly unread: ReadonlyMap<string, string>
  readonly hasTextReferences: boolean
  /** Whether a schema has an `$id` or a file a `$self`. */
  readonly declaresUrls: boolean
  readonly problems: readonly Diagnostic[]
}

/** How many files are fetched at once. */
const PARALLEL = 16

/** Reads every file that the root refers to, and they to, each once; undefined where that passes a limit. */
export async function readParts(
  root: Root,
  limits: Limits,
  readFile: ReadFile,
  fetchUrl?: ReadFile,
): Promise<Parts | undefined> {
  const files = new Map<string, unknown>()
  const sources = new Map<string, Uint8Array>()
  const unread = new Map<string, string>()
  const problems: Diagnostic[] = []
  const isComponent = componentNames(root.document)
  const wanted = createWantedFiles(root.name)
  const failures = new Map<Diagnostic, string>()
  /** Files of which more is part of the description than it seems; and those that were read before that was known. */
  const withoutData = new Set<string>()
  const again = new Set<string>()
  let hasTextReferences = false
  let total = root.bytes

  // One by one: a call has no room for as many arguments as a file may have problems.
  const tell = (found: readonly Diagnostic[]): void => {
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
    wanted.add(found)
  }

  wantReferencesOf(root.document, root.name)
  for (let names = wanted.next(); names.length > 0; names = wanted.next()) {
    if (1 + files.size + names.length > limits.files) return undefined
    for await (const [name, bytes] of inParallel(names, readFile, fetchUrl)) {
      if (bytes === undefined) continue
      if ('failed' in bytes) {
        fail(name, unreadable(name, bytes), bytes.failed)
        continue
      }
      sources.set(pathOf(name), bytes)
      const content = await unpack(bytes, name, limits)
      if ('code' in content) {
        fail(name, content)
        continue
      }
      total += content.length
      if (total > limits.totalBytes) return undefined
      if (!wanted.isPart(name)) {
        const decoded = decode(content, name)
        files.set(name, decoded.text)
        tell(decoded.problems)
        continue
      }
      const file = parse(content, name, limits)
      if (!file.ok) {
        fail(name, file.problem)
        continue
      }
      files.set(name, file.value)
      tell(file.problems)
      wantReferencesOf(file.value, name)
    }
    for (const name of again) {
      again.delete(name)
      const value = name === root.name ? root.document : files.get(name)
      if (value !== undefined) wantReferencesOf(value, name)
    }
  }
  // Nobody misses a file whose URL turned out to be a schema's.
  const needed = failures.size > 0 ? wanted.needed() : new Set<string>()
  const told = problems.filter(problem => {
    const name = failures.get(problem)
    return name === undefined || needed.has(name)
  })
  return { files, sources, unread, hasTextReferences, declaresUrls: wanted.declaresUrls(), problems: told }
}

/** Discriminator Object: which values of a mapping are names of component schemas, and no references. */
const componentNames = (document: Mapping): ((name: string) => boolean) => {
  const components = asMapping(getOwn(document, 'components'))
  const schemas = asMapping(components && getOwn(components, 'schemas'))
  return name => schemas !== undefined && getOwn(schemas, name) !== undefined
}

/** Some at a time, so that a limit that is passed is seen before all are held. */
async function* inParallel(
  names: readonly string[],
  readFile: ReadFile,
  fetchUrl?: ReadFile,
): AsyncGenerator<[string, FileContent]> {
  const read: ReadFile = async name => (isUrl(name) ? fetchUrl?.(name) : readFile(pathOf(name)))
  for (let i = 0; i < names.length; i += PARALLEL) {
    const chunk = names.slice(i, i + PARALLEL)
    yield* await Promise.all(chunk.map(async (name): Promise<[string, FileContent]> => [name, await read(name)]))
  }
}
