import { getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import { fileUrl, isResource, selfOf, urlFrom, urlInside } from './base-uris.ts'
import { resolveFile, splitReference } from './uri.ts'
import { holdsNames, isData, leadsIntoData } from './walk.ts'

/** The other files that a file refers to: names in the document's folder, or URLs. What lies outside is not listed. */
export type ExternalReferences = {
  readonly files: ReadonlySet<string>
  /** What may not be a file: each name with the URLs that it stands for, which a schema may have as its `$id`. */
  readonly unlessDeclared: ReadonlyMap<string, ReadonlySet<string>>
  /** Those whose text is wanted as it is: what a description refers to, if its name is not that of JSON or YAML. */
  readonly texts: ReadonlySet<string>
  /** Whether a description is a reference, to another file or within this one. */
  readonly hasTextReferences: boolean
  /** The files in which something is referred to that would be data. */
  readonly intoData: ReadonlySet<string>
  /** The URLs that this file and schemas in it have by `$self` and `$id`: they are no files, and nobody is asked for them. */
  readonly declared: ReadonlySet<string>
}

/** What a reference may stand for as a text. */
export const TEXT_FIELDS: readonly string[] = ['description', 'summary']

/**
 * Lists what a parsed file refers to. What stands in examples and extensions is data and refers to nothing, unless
 * something in there is referred to itself.
 * @param isComponent whether a discriminator's mapping means a component schema by a name; else it is a reference
 * @param hasData whether there is data; false where some of it turned out to be part of the description
 */
export function externalReferences(
  value: unknown,
  file: string,
  isComponent: (name: string) => boolean,
  hasData = true,
): ExternalReferences {
  return list(value, file, isComponent, { hasData, hasIds: false })
}

/** @param known what only going through the file shows, and makes it be gone through again */
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

/** This file itself, JSON or YAML by the file's name, or a name that does not tell. */
const NO_TEXT = /(?:^|\/)[^./]*$|\.(?:json|ya?ml)(?:\.gz)?$/i

const textReference = (value: object): string | undefined => {
  const ref = isMapping(value) ? getOwn(value, '$ref') : undefined
  return typeof ref === 'string' ? ref : undefined
}
