import { type Location, tokens } from '../../json/location.ts'
import { getOwn, isMapping } from '../../json/mapping.ts'
import type { Files } from '../../openapi/references/resolver.ts'

/** Returns the file name without folder and extension: `pet` for `schemas/pet.yaml`. */
export function fileStem(file: string): string {
  return (file.split('/').at(-1) ?? '').replace(/\.[^.]*$/, '') || 'document'
}

/** Schema keywords whose values are objects, as all values in a file of named schemas are. */
const OF_SCHEMAS = new Set([
  ...['properties', 'patternProperties', 'additionalProperties', 'propertyNames', 'dependentSchemas'],
  ...['items', 'contains', 'not', 'if', 'discriminator', 'definitions', '$defs'],
])

/** Returns a function that checks, once for each file, if it holds schemas by name instead of one schema. */
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

/** Returns the own name of a schema outside the root document: of its file, component or key; undefined if it has none. */
export function ownName(at: Location, isLibraryFile: (file: string) => boolean): string | undefined {
  const path = tokens(at)
  const named = isComponent(path) || (path.length === 1 && isLibraryFile(at.file))
  return named ? nameOfPlace(path, at.file) : undefined
}

/** Returns true for schemas of the Components Object or the Definitions Object of 2.0, and for a whole file. */
export function isComponent(path: readonly (string | number)[]): boolean {
  if (path.length === 0) return true
  return path.length === 3
    ? path[0] === 'components' && path[1] === 'schemas'
    : path.length === 2 && path[0] === 'definitions'
}

/** Returns the name of a component; for another location, the keys of its pointer. */
export function nameOfPlace(path: readonly (string | number)[], file: string): string {
  const words =
    path[0] === 'components' && path[1] === 'schemas' ? path.slice(2) : path[0] === 'definitions' ? path.slice(1) : path
  return words.length > 0 ? words.join('_') : fileStem(file)
}

/** Returns the last key of a location, or the file's name. */
export function nameInFile(at: Location): string {
  return at.parent === undefined ? fileStem(at.file) : String(at.key)
}
