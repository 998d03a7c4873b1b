import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Format } from '../../lib/openapi/parse/parse.ts'
import { generateDocument } from './generate-document.ts'
import { parseAlone, textOf } from './parse-alone.ts'

export type BenchDocument = { readonly name: string; readonly bytes: Uint8Array; readonly format: Format }

/** Real documents, where they lie beside the checkout. */
const CORPUS = join(import.meta.dirname, '../../../shared/corpus')
/** Smaller ones say more of the clock than of the code. */
const MIN_BYTES = 300_000

export const jsonDocument = (name: string, value: unknown): BenchDocument => ({
  name,
  bytes: Buffer.from(JSON.stringify(value, undefined, 2)),
  format: 'json',
})

/** The corpus, or a generated document in its place. */
export const benchDocuments = (): BenchDocument[] => {
  const real = existsSync(CORPUS) ? readdirSync(CORPUS).filter(name => /\.(json|yaml)$/.test(name)) : []
  const documents = real
    .map(name => ({ name, bytes: readFileSync(join(CORPUS, name)), format: formatOf(name) }))
    .filter(document => document.bytes.length >= MIN_BYTES && isReadable(document))
  return documents.length > 0 ? documents : [jsonDocument('generated', generateDocument(600))]
}

const formatOf = (name: string): Format => (name.endsWith('.json') ? 'json' : 'yaml')

/** Documents of OpenAPI 3.0, parsed, that can be put together. */
export const mergeable = (documents: readonly BenchDocument[]): unknown[] =>
  documents
    .filter(({ format }) => format === 'json')
    .map(({ bytes }) => parseAlone(textOf(bytes), 'json') as { openapi?: unknown; components?: unknown })
    .filter(({ openapi, components }) => typeof openapi === 'string' && openapi.startsWith('3.0') && components)

/** A text that the parser alone refuses has nothing to be compared with. */
const isReadable = ({ bytes, format }: BenchDocument): boolean => {
  try {
    return parseAlone(textOf(bytes), format) !== undefined
  } catch {
    return false
  }
}
