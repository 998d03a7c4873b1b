import { createReadStream } from 'node:fs'
import { lstat, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { ReadFile } from '../../../../lib/document/file-content.ts'
import { type ReadDocument, type ReadOptions, readDocument } from '../../../../lib/document/read-document.ts'
import { createWeb, type Web } from '../../../../lib/http/web.ts'
import type { Limits } from '../../../../lib/openapi/parse/limits.ts'
import type { ImportOptions } from '../../../../lib/request/import-options.ts'
import { readFolder } from '../../importer/folder.ts'
import { UsageError } from '../arguments/command-line.ts'
import { chosenOverlays, findOverlaysIn, nameOverlays, withOverlays } from './overlay-files.ts'

/** FILE for a document from standard input. */
const STDIN = '-'

/** Tests if a document has no name of its own: stdin, or a pipe of the shell, such as `<(curl …)`. */
export const isNameless = (file: string): boolean => file === STDIN || file.startsWith('/dev/')

/** Document with the name of its root, and the options of `import.json` in its folder. */
export type OpenedDocument = {
  readonly document: ReadDocument
  readonly root: string
  /** Path, URL without credentials and query, or `stdin`. */
  readonly shown: string
  readonly options: Partial<ImportOptions>
  /** Path of `import.json`, if there is one. */
  readonly optionsFile?: string
}

const isUrl = (file: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//i.test(file)

/** Returns the default connector of a document: the name of its file, without endings and special characters. */
export function connectorNameOf(file: string): string {
  const stem = basename(isUrl(file) ? (URL.parse(file)?.pathname ?? '') : file).replace(
    /(\.(json|ya?ml|gz|txt))+$/i,
    '',
  )
  const name = stem.replaceAll(/[^a-zA-Z0-9._-]+/g, '-').replaceAll(/^[-.]+|[-.]+$/g, '')
  return name.slice(0, 128) || 'document'
}

/** Tests if a path is that of a folder. */
export async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false
}

type Sources = {
  /** Paths of overlays, which replace those of the folder and of `import.json`. */
  readonly overlays?: readonly string[]
  /** Creates the client for a document from the web; default: public servers only. */
  readonly createClient?: (maxBytes: number) => Web
  readonly stdin?: AsyncIterable<Uint8Array>
}

/** Reads a document from a path, an https URL or standard input. @throws UsageError */
export async function openDocument(
  file: string,
  limits: Limits,
  { overlays: files = [], createClient = createPublicWeb, stdin = process.stdin }: Sources = {},
): Promise<OpenedDocument> {
  if (file === '') throw new UsageError('The name of the file is empty.')
  if (file === STDIN) {
    const bytes = await readStream(stdin, limits.bytes)
    return openAlone({ root: NO_NAME, shown: 'stdin', bytes, limits, files })
  }
  if (await isStream(file)) {
    const bytes = await readStream(createReadStream(file), limits.bytes, file)
    return openAlone({ root: NO_NAME, shown: file, bytes, limits, files })
  }
  if (isUrl(file)) {
    const root = nameOfUrl(file)
    const shown = withoutSecrets(file)
    const bytes = await download(file, shown, createClient(limits.bytes))
    return openAlone({ root, shown, bytes, limits, files })
  }
  const path = resolve(file)
  const [folder, root] = [dirname(path), basename(path)]
  // Loaded only now: most documents are without it.
  const { readOptionsFile } = await import('./options-file.ts')
  const { options, ...optionsFile } = await readOptionsFile(join(dirname(file), 'import.json'))
  const chosen = nameOverlays(files, folder)
  const names = chosen.size === 0 ? options.overlays : [...chosen.keys()]
  const document = await read({
    readFile: withOverlays(readFolder(folder, limits.bytes), chosen, limits.bytes),
    findOverlays: async () => (names === undefined ? findOverlaysIn(folder) : chosenOverlays(names)),
    ...{ root, shown: file, limits },
  })
  return { document, root, shown: file, options: { ...options, ...(names && { overlays: names }) }, ...optionsFile }
}

/** Document that is one file, with the paths of its overlays. */
type Alone = Pick<OpenedDocument, 'root' | 'shown'> & {
  readonly bytes: Uint8Array
  readonly limits: Limits
  readonly files: readonly string[]
}

const openAlone = async ({ root, shown, bytes, limits, files }: Alone): Promise<OpenedDocument> => {
  const chosen = nameOverlays(files, undefined)
  const overlays = [...chosen.keys()]
  const readFile = withOverlays(async name => (name === root ? bytes : undefined), chosen, limits.bytes)
  const document = await read({ readFile, findOverlays: async () => chosenOverlays(overlays), root, shown, limits })
  return { document, root, shown, options: overlays.length === 0 ? {} : { overlays } }
}

/** Root of a document without a name. */
const NO_NAME = 'openapi'

const nameOfUrl = (url: string): string => {
  const name = URL.parse(url)?.pathname.split('/').pop() ?? ''
  return /^[\w-][\w.-]{0,99}$/.test(name) ? name : NO_NAME
}

/** `shown`: name of the document in errors. */
type Reading = Pick<OpenedDocument, 'root' | 'shown'> &
  Required<Pick<ReadOptions, 'findOverlays'>> & { readonly readFile: ReadFile; readonly limits: Limits }

/** @throws UsageError */
const read = async ({ readFile, findOverlays, root, shown, limits }: Reading): Promise<ReadDocument> => {
  const result = await readDocument(readFile, root, limits, { findOverlays }).catch((cause: unknown) => {
    if (cause instanceof UsageError) throw cause
    throw new UsageError(`Can't read ${shown}: ${cause instanceof Error ? cause.message : cause}`, { cause })
  })
  if (result.ok) return result.document
  const { code, pointer, message } = result.problem
  if (code === 'no-file') throw new UsageError((await leadsOut(shown)) ?? `File not found: ${shown}.`)
  // The message of an invalid overlay has its file.
  const [problemFile = ''] = pointer.split('#')
  const isNamed = pointer === '#' || (problemFile !== '' && message.includes(problemFile))
  const place = isNamed ? '' : ` ${pointer}`
  throw new UsageError(`${shown}${place}: ${message}`)
}

/** Returns the sentence about a link that can't be followed: what it leads to has other files next to it. */
const leadsOut = async (path: string): Promise<string | undefined> =>
  (await lstat(path).catch(() => undefined))?.isSymbolicLink()
    ? `${path} is a symbolic link to nothing, or to a file outside of its folder; specify that file.`
    : undefined

const createPublicWeb = (maxBytes: number): Web => createWeb({ isAllowedHost: () => true, maxBytes })

/** @param shown the URL in errors @throws UsageError */
const download = async (url: string, shown: string, web: Web): Promise<Uint8Array> => {
  try {
    const answer = await web.get(url)
    if (answer.kind === 'found') return answer.bytes
    const why = answer.kind === 'failed' ? answer.reason : 'the server answered with status 304'
    throw new UsageError(`Can't fetch ${shown}: ${why}.`)
  } finally {
    await web.close()
  }
}

/** Returns a URL without credentials and query, which can contain a secret. */
const withoutSecrets = (url: string): string => {
  const { protocol, host, pathname } = URL.parse(url) ?? {}
  return protocol === undefined ? 'the URL' : `${protocol}//${host}${pathname}`
}

/** Tests if a path is that of a pipe or a device, which has no size and no other files next to it. */
const isStream = async (path: string): Promise<boolean> => {
  const stats = await stat(path).catch(() => undefined)
  return stats !== undefined && (isNameless(path) || !stats.isFile()) && !stats.isDirectory()
}

/** @throws UsageError for more bytes than allowed */
const readStream = async (
  stream: AsyncIterable<Uint8Array>,
  maxBytes: number,
  shown = 'stdin',
): Promise<Uint8Array> => {
  let size = 0
  const limited = async function* () {
    for await (const chunk of stream) {
      size += chunk.length
      if (size > maxBytes)
        throw new UsageError(`The document on ${shown} has more than ${maxBytes} bytes (MAX_DOCUMENT_BYTES).`)
      yield chunk
    }
  }
  return buffer(limited())
}
