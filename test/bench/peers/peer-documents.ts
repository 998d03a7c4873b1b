import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Format } from '../../../lib/openapi/parse/parse.ts'
import { listOperations } from '../../support/list-operations.ts'
import { generateDocument } from '../generate-document.ts'
import { parseAlone, textOf } from '../parse-alone.ts'
import type { Given } from './standing.ts'

export type PeerDocument = Given & { readonly file: string; readonly format: Format }

/** The documents of a folder that have operations, where there are any; else one that is made, in another folder. */
export const peerDocuments = async (corpus: string, folder: string): Promise<PeerDocument[]> => {
  const names = existsSync(corpus) ? readdirSync(corpus).filter(name => /\.(json|yaml)$/.test(name)) : []
  const real = names.flatMap(name => read(join(corpus, name)))
  if (real.length > 0) return real
  const file = join(folder, 'generated.json')
  await writeFile(file, JSON.stringify(generateDocument(300), undefined, 2))
  return read(file)
}

type Head = { readonly info?: { readonly title?: string }; readonly openapi?: string; readonly swagger?: string }

/** Nothing where the parser alone refuses it, or where there is nothing to convert. */
const read = (file: string): PeerDocument[] => {
  const bytes = readFileSync(file)
  const format: Format = file.endsWith('.json') ? 'json' : 'yaml'
  const document = parsedOrNot(bytes, format)
  const operations = listOperations(document).length
  if (operations === 0) return []
  const { info, openapi, swagger } = document as Head
  const name = nameOf(basename(file), info?.title ?? '')
  return [{ name, specification: String(openapi ?? swagger), bytes: bytes.length, operations, file, format }]
}

const parsedOrNot = (bytes: Uint8Array, format: Format): unknown => {
  try {
    return parseAlone(textOf(bytes), format)
  } catch {
    return undefined
  }
}

/** `square__api.json` is the file of a vendor; who it is has to be in the name, and mostly is in the title. */
export const nameOf = (file: string, title: string): string => {
  const vendor = file.replace(/(__.*)?\.\w+$/, '')
  const plain = title.replaceAll(/[\s|`*<]+/g, ' ').trim()
  return plain.toLowerCase().includes(vendor.toLowerCase()) ? plain : `${vendor}: ${plain}`
}
