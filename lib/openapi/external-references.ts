import { holdsNames, isData, leadsIntoData } from './members.ts'
import { isUrl, resolveFile, splitReference } from './reference.ts'
import { isMapping, type Mapping, own } from './value.ts'

/** The other files that a file refers to: names in the document's folder, or URLs. What lies outside is not listed. */
export type ExternalReferences = {
  readonly files: ReadonlySet<string>
  /** Those whose text is wanted as it is: what a description refers to, if its name is not that of JSON or YAML. */
  readonly texts: ReadonlySet<string>
  /** Whether a description is a reference, to another file or within this one. */
  readonly hasTextReferences: boolean
  /** The files in which something is referred to that would be data. */
  readonly intoData: ReadonlySet<string>
  /** The URLs that are schemas in this file by `$id`: nobody has to be asked for them. */
  readonly ids: ReadonlySet<string>
}

/** What a reference may stand for as a text. */
export const TEXT_FIELDS: readonly string[] = ['description', 'summary']

/**
 * Lists what a parsed file refers to. What stands in examples and extensions is data and refers to nothing, unless
 * something in there is referred to itself.
 * @param isComponent whether a discriminator's mapping means a component schema by a name; else it is a reference
 * @param hasData whether there is data; false where some of it turned out to be part of the description
 */
export const externalReferences = (
  value: unknown,
  file: string,
  isComponent: (name: string) => boolean,
  hasData = true,
): ExternalReferences => {
  const files = new Set<string>()
  const texts = new Set<string>()
  const intoData = new Set<string>()
  const ids = new Set<string>()
  let hasTextReferences = false

  const add = (ref: string, to = files): void => {
    const { path, fragment } = splitReference(ref)
    const name = resolveFile(path, file)
    if (name === undefined) return
    if (name !== file) to.add(name)
    if (leadsIntoData(fragment)) intoData.add(name)
  }
  const addText = (ref: string): void => {
    hasTextReferences = true
    add(ref, NO_TEXT.test(splitReference(ref).path) ? files : texts)
  }
  const addMapping = (discriminator: Mapping): void => {
    const mapping = own(discriminator, 'mapping')
    for (const target of isMapping(mapping) ? Object.values(mapping) : [])
      if (typeof target === 'string' && !isComponent(target)) add(target)
  }
  const visit = (node: object, named: boolean): void => {
    if (Array.isArray(node)) {
      for (const item of node) if (typeof item === 'object' && item !== null) visit(item, false)
      return
    }
    for (const key in node) {
      const item = (node as Mapping)[key]
      if (typeof item === 'string') {
        if (key === '$ref') add(item)
        else if (key === '$id' && isUrl(item)) ids.add(splitReference(item).path)
      } else if (typeof item === 'object' && item !== null && (named || !hasData || !isData(key, node))) {
        const text = !named && TEXT_FIELDS.includes(key) ? textReference(item) : undefined
        if (text !== undefined) addText(text)
        else visit(item, !named && holdsNames(key))
        if (key === 'discriminator' && !named && isMapping(item)) addMapping(item)
      }
    }
  }
  if (typeof value === 'object' && value !== null) visit(value, false)
  if (hasData && intoData.has(file)) return externalReferences(value, file, isComponent, false)
  return { files, texts, hasTextReferences, intoData, ids }
}

/** This file itself, JSON or YAML by the file's name, or a name that does not tell. */
const NO_TEXT = /(?:^|\/)[^./]*$|\.(?:json|ya?ml)(?:\.gz)?$/i

const textReference = (value: object): string | undefined => {
  const ref = isMapping(value) ? own(value, '$ref') : undefined
  return typeof ref === 'string' ? ref : undefined
}
