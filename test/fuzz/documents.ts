import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DEFAULT_LIMITS } from '../../lib/openapi/parse/limits.ts'
import { parse } from '../../lib/openapi/parse/parse.ts'
import { isOverlay } from '../../lib/store/keys.ts'
import { findFixtures } from '../fixtures/find-fixtures.ts'
import { cutDocument } from './cut-document.ts'

/** A document to make mutants of: parsed, and not to be changed. */
export type Original = { readonly name: string; readonly value: unknown; readonly isOverlay?: true }

const HERE = import.meta.dirname
const EXAMPLES = join(HERE, '../../examples')
/** Real documents, where they lie beside the checkout. */
const CORPUS = join(HERE, '../../../shared/corpus')
/** Pieces of each real document: a mutant of a whole one would say the same, later. */
const CUTS = 6

const parsed = (folder: string, file: string): Original[] => {
  const result = parse(readFileSync(join(folder, file)), '', DEFAULT_LIMITS)
  return result.ok ? [{ name: file, value: result.value }] : []
}

const isDocument = (file: string): boolean => /\.(json|ya?ml)$/.test(file)

/** The fixtures and examples of the project. */
export const ownDocuments = (): Original[] => [
  ...findFixtures().flatMap(({ folder, root }) => parsed(folder, root)),
  ...readdirSync(EXAMPLES)
    .filter(isDocument)
    .flatMap(file => parsed(EXAMPLES, file)),
]

/** The overlays of the fixtures. */
export const ownOverlays = (): Original[] =>
  findFixtures().flatMap(({ folder, name }) =>
    // The folder of a document that is one file has all fixtures.
    folder.endsWith(name)
      ? readdirSync(folder)
          .filter(isOverlay)
          .flatMap(file => parsed(folder, file))
          .map(original => ({ ...original, isOverlay: true as const }))
      : [],
  )

/** Cuts of the real documents that lie beside the checkout; none where there are none. */
export const realDocuments = (): Original[] => {
  const files = existsSync(CORPUS) ? readdirSync(CORPUS).filter(isDocument) : []
  return files
    .flatMap(file => parsed(CORPUS, file))
    .flatMap(({ name, value }) =>
      Array.from({ length: CUTS }, (_, i) => ({ name: `${name} ${i}`, value: cutDocument(value, i / CUTS) })),
    )
}
