import { getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import { fileUrl, isResource, selfOf, urlFrom, urlInside } from './base-uris.ts'
import { resolveFile, splitReference } from './uri.ts'
import { holdsNames, isData, leadsIntoData } from './walk.ts'

/** Other files that a file refers to: names in the document's folder, or URLs. Files outside the folder are not included. */
export type ExternalReferences = {
  readonly files: ReadonlySet<string>
  /** Names that may not be files, with their URLs, which a schema may have as its `$id`. */
  readonly unlessDeclared: ReadonlyMap<string, ReadonlySet<string>>
  /** Files that are used as text: those that a description refers to, except JSON and YAML files. */
  readonly texts: ReadonlySet<string>
  /** True if a description is a reference, to another file or within this one. */
  readonly hasTextReferences: boolean
  /** Files in whose examples, defaults or extensions references point. */
  readonly intoData: ReadonlySet<string>
  /** URLs of this file and its schemas by `$self` and `$id`, which are not read as files. */
  readonly declared: ReadonlySet<string>
}

/** String fields in which a reference is resolved. */
export const TEXT_FIELDS: readonly string[] = ['description', 'summary']

/**
 * Lists the files that a parsed file refers to. Examples and extensions are data, without references, unless a reference
 * points into them.
 * @param isComponent returns true for a value of a discriminator's mapping that names a component schema
 * @param hasData false if examples and extensions are searched as well
 */
export function externalReferences(
  value: unknown,
  file: string,
  isComponent: (name: string) => boolean,
  hasData = true,
): ExternalReferences {
  return list(value, file, isComponent, { hasData, hasIds: false })
}

/** @param known facts that show only during the search, which then starts again */
const list = (
  value: unknown,
  file: string,
  isComponent: (name: string) => boolean,
  known: { readonly hasData: boolean; readonly hasIds: boolean },
): ExternalReferences => {
  const { hasData, hasIds } = known
  const files = new Set<string>()
  const texts = new Set<string>()
  const intoData = new Set<string>()
  const unlessDeclared = new Map<string, Set<string>>()
  const self = selfOf(value, fileUrl(file))
  const declared = new Set(self === undefined ? [] : [self])
  let hasTextReferences = false
  let metId = false
  let base = self

  const add = (ref: string, to?: Set<string>): void => {
    const { path, fragment } = splitReference(ref)
    const name = resolveFile(path, file)
    if (name === undefined) return
    const url = base === undefined || to !== undefined || name === file ? undefined : urlFrom(path, base)
    if (url !== undefined) unlessDeclared.set(name, (unlessDeclared.get(name) ?? new Set()).add(url))
    else if (name !== file) (to ?? files).add(name)
    if (leadsIntoData(fragment)) intoData.add(name)
  }
  const addText = (ref: string): void => {
    hasTextReferences = true
    add(ref, NO_TEXT.test(splitReference(ref).path) ? files : texts)
  }
  const addMapping = (discriminator: Mapping): void => {
    const mapping = getOwn(discriminator, 'mapping')
    for (const target of isMapping(mapping) ? Object.values(mapping) : [])
      if (typeof target === 'string' && !isComponent(target)) add(target)
  }
  const visit = (node: object, named: boolean): void => {
    if (Array.isArray(node)) {
      for (const item of node) if (typeof item === 'object' && item !== null) visit(item, false)
      return
    }
    const around = base
    if (hasIds && !named && isMapping(node) && isResource(node)) {
      base = urlInside(node, base ?? fileUrl(file))
      declared.add(base)
    }
    for (const key in node) {
      const item = (node as Mapping)[key]
      if (typeof item === 'string') {
        if (key === '$ref') add(item)
        else if (key === '$id') metId = true
      } else if (typeof item === 'object' && item !== null && (named || !hasData || !isData(key, node))) {
        const text = !named && TEXT_FIELDS.includes(key) ? textReference(item) : undefined
        if (text !== undefined) addText(text)
        else visit(item, !named && holdsNames(key))
        if (key === 'discriminator' && !named && isMapping(item)) addMapping(item)
      }
    }
    base = around
  }
  if (typeof value === 'object' && value !== null) visit(value, false)
  const more = { hasData: hasData && !intoData.has(file), hasIds: hasIds || metId }
  if (more.hasData !== hasData || more.hasIds !== hasIds) return list(value, file, isComponent, more)
  return { files, unlessDeclared, texts, hasTextReferences, intoData, declared }
}

/** Path of a reference that is not used as text: the same file, JSON, YAML, or a name without an extension. */
const NO_TEXT = /(?:^|\/)[^./]*$|\.(?:json|ya?ml)(?:\.gz)?$/i

const textReference = (value: object): string | undefined => {
  const ref = isMapping(value) ? getOwn(value, '$ref') : undefined
  return typeof ref === 'string' ? ref : undefined
}
