import { open, readdir, stat } from 'node:fs/promises'
import { isAbsolute, join, normalize, sep } from 'node:path'
import { KIND_BYTES, kindOf } from '../../../../lib/import/uploads/document-kind.ts'
import { OPTIONS_FILE } from '../../../../lib/store/keys.ts'
import { reasonOf } from '../../state/fault.ts'
import { UsageError } from '../arguments/command-line.ts'
import { connectorNameOf, isFolder } from '../files/document-file.ts'
import { readOptionsFile } from '../files/options-file.ts'

/** Document in a subfolder. */
export type FolderDocument = {
  /** Connector: the name of the subfolder. */
  readonly connectorId: string
  /** Path of the subfolder. */
  readonly folder: string
}

/** Subfolders that have no document of a vendor. */
const isSkipped = (name: string): boolean => name.startsWith('.') || name === 'node_modules'

/** Finds the subfolders of a folder, in the order of their connectors. @throws UsageError */
export async function findFolders(folder: string): Promise<readonly FolderDocument[]> {
  const entries = (await entriesOf(folder)).map(({ name }) => name)
  const [root] = (await documentsIn(folder)).documents
  if (root !== undefined)
    throw new UsageError(`${folder} has a document itself. To import it, specify ${join(folder, root)}.`)
  const found: FolderDocument[] = []
  for (const name of entries)
    if (!isSkipped(name) && (await isFolder(join(folder, name))))
      found.push({ connectorId: connectorNameOf(`${name}/`), folder: join(folder, name) })
  if (found.length === 0) throw new UsageError(`${folder} is a folder without subfolders; specify a file.`)
  found.sort((a, b) => (a.connectorId < b.connectorId ? -1 : 1))
  const twin = found.find(({ connectorId }, i) => connectorId === found[i + 1]?.connectorId)
  if (twin === undefined) return found
  const [first, second] = found.filter(({ connectorId }) => connectorId === twin.connectorId)
  throw new UsageError(
    `${first?.folder} and ${second?.folder} are both connector ${twin.connectorId}; rename one of them.`,
  )
}

/**
 * Returns the path of the root file of a subfolder: the `document` of its `import.json`, or the only file that is an
 * OpenAPI document. @throws UsageError
 */
export async function findRoot(folder: string): Promise<string> {
  const optionsFile = join(folder, OPTIONS_FILE)
  const { document } = (await readOptionsFile(optionsFile)).options
  if (document !== undefined) {
    // As in S3, where a folder has nothing of another one.
    if (!isInside(document))
      throw new UsageError(`"document" in ${optionsFile} must be a file of its folder, got ${document}.`)
    return join(folder, document)
  }
  const { documents, unknown } = await documentsIn(folder)
  const [root, ...more] = documents.length > 0 ? documents : unknown
  if (root === undefined) throw new UsageError(await noDocument(folder))
  if (more.length === 0) return join(folder, root)
  throw new UsageError(
    `${folder} has several OpenAPI documents: ${[root, ...more].join(', ')}. Set "document" in ${optionsFile} to one of them.`,
  )
}

/** Maximum number of names in an error. */
const MAX_NAMES = 3

/** Describes a folder without a document, by its files: one of them can be a damaged document. */
const noDocument = async (folder: string): Promise<string> => {
  const entries = (await entriesOf(folder)).filter(entry => !entry.isDirectory() && entry.name !== OPTIONS_FILE)
  const names = entries.map(({ name }) => name).filter(name => !name.startsWith('.'))
  const shown = [...names.slice(0, MAX_NAMES), ...(names.length > MAX_NAMES ? ['…'] : [])].join(', ')
  const searched = names.length === 0 ? '' : `: no field "openapi" or "swagger" in ${shown}`
  return `${folder} has no OpenAPI document${searched}.`
}

const isInside = (path: string): boolean => {
  const [first] = normalize(path).split(sep)
  return first !== '..' && !isAbsolute(path)
}

type Files = {
  readonly documents: readonly string[]
  /** Files that only a parser can decide about. */
  readonly unknown: readonly string[]
}

/** @throws UsageError */
const entriesOf = (folder: string) =>
  readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new UsageError(`Can't read ${folder}: ${reasonOf(cause)}.`, { cause })
  })

/** Finds the OpenAPI documents among the files of a folder, without its subfolders. */
const documentsIn = async (folder: string): Promise<Files> => {
  const files = { documents: [] as string[], unknown: [] as string[] }
  for (const { name } of (await entriesOf(folder)).filter(entry => !entry.isDirectory())) {
    if (name === OPTIONS_FILE || name.startsWith('.')) continue
    const kind = await kindOfFile(join(folder, name))
    if (kind === 'document') files.documents.push(name)
    else if (kind === 'unknown') files.unknown.push(name)
  }
  return files
}

/** A pipe would never end, and a link to nothing has no content: neither is a document. @throws UsageError */
const kindOfFile = async (path: string) => {
  const stats = await stat(path).catch(() => undefined)
  if (!stats?.isFile()) return 'part'
  const file = await open(path).catch((cause: unknown) => {
    throw new UsageError(`Can't read ${path}: ${reasonOf(cause)}.`, { cause })
  })
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(KIND_BYTES), 0, KIND_BYTES, 0)
    return kindOf({ bytes: buffer.subarray(0, bytesRead), isWhole: bytesRead < KIND_BYTES }).kind
  } finally {
    await file.close()
  }
}
