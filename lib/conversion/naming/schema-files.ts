import { type Location, tokens } from '../../json/location.ts'
import { getOwn, isMapping } from '../../json/mapping.ts'
import type { Files } from '../../openapi/references/resolver.ts'

/** `schemas/pet.yaml` → `pet`: what a file is called after. */
export function fileStem(file: string): string {
  return (file.split('/').at(-1) ?? '').replace(/\.[^.]*$/, '') || 'document'
}

/** Keywords of a schema whose values are mappings, as all values are in a file of named schemas. */
const OF_SCHEMAS = new Set([
  ...['properties', 'patternProperties', 'additionalProperties', 'propertyNames', 'dependentSchemas'],
  ...['items', 'contains', 'not', 'if', 'discriminator', 'definitions', '$defs'],
])

/** Tells, once for each file, whether it holds schemas by name and is not one schema by itself. */
export function createLibraryCheck(files: Files): (file: string) => boolean {
  const known = new Map<string, boolean>()
  return file => {
    const library = known.get(file) ?? isLibrary(files.get(file))
    known.set(file, library)
    return library
  }
}

const isLibrary = (value: unknown): boolean =>
  isMapping(value) &&
  Object.values(value).every(isMapping) &&
  !Object.keys(value).some(key => OF_SCHEMAS.has(key) && getOwn(value, key) !== undefined)

/** The name that a schema outside the root document has where it stands: its file's, or a component's, or its key's. */
export function ownName(at: Location, isLibraryFile: (file: string) => boolean): string | undefined {
  const path = tokens(at)
  const named = isComponent(path) || (path.length === 1 && isLibraryFile(at.file))
  return named ? nameOfPlace(path, at.file) : undefined
}

/** Components Object, or 2.0's Definitions Object: schemas that have a name; and schemas with a file of their own. */
export function isComponent(path: readonly (string | number)[]): boolean {
  if (path.length === 0) return true
  return path.length === 3
    ? path[0] === 'components' && path[1] === 'schemas'
    : path.length === 2 && path[0] === 'definitions'
}

/** A component's own name; for another place, the words of its pointer. */
export function nameOfPlace(path: readonly (string | number)[], file: string): string {
  const words =
    path[0] === 'components' && path[1] === 'schemas' ? path.slice(2) : path[0] === 'definitions' ? path.slice(1) : path
  return words.length > 0 ? words.join('_') : fileStem(file)
}

/** What a schema would be called where it stands: the last word of its pointer, or its file's name. */
export function nameInFile(at: Location): string {
  return at.parent === undefined ? fileStem(at.file) : String(at.key)
}
