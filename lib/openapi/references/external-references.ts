import { type Located, root } from '../../json/location.ts'
import { getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import { fileUrl, isResource, selfOf, urlFrom, urlInside } from './base-uris.ts'
import { resolveFile, splitReference } from './uri.ts'
import { leadsIntoData, type Role, referenceOf, walk } from './walk.ts'

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

/** @param known facts that only a first walk shows, and that make a second one necessary */
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
  const textReferences = new Set<unknown>()
  let metId = false
  /** Base URIs of the objects around, innermost last. */
  const bases = [self]

  const add = (ref: string, to?: Set<string>): void => {
    const { path, fragment } = splitReference(ref)
    const name = resolveFile(path, file)
    if (name === undefined) return
    const base = bases.at(-1)
    const url = base === undefined || to !== undefined || name === file ? undefined : urlFrom(path, base)
    if (url !== undefined) unlessDeclared.set(name, (unlessDeclared.get(name) ?? new Set()).add(url))
    else if (name !== file) (to ?? files).add(name)
    if (leadsIntoData(fragment)) intoData.add(name)
  }
  const addTexts = (owner: Mapping): void => {
    for (const field of TEXT_FIELDS) {
      const text = getOwn(owner, field)
      const ref = referenceOf(text)
      if (ref === undefined) continue
      textReferences.add(text)
      add(ref, NO_TEXT.test(splitReference(ref).path) ? files : texts)
    }
  }
  const addMapping = (owner: Mapping): void => {
    const discriminator = getOwn(owner, 'discriminator')
    const mapping = isMapping(discriminator) ? getOwn(discriminator, 'mapping') : undefined
    for (const target of isMapping(mapping) ? Object.values(mapping) : [])
      if (typeof target === 'string' && !isComponent(target)) add(target)
  }
  const enter = ({ value: node }: Located<Mapping>, { byName }: Role): boolean => {
    if (textReferences.has(node)) return false
    metId ||= typeof getOwn(node, '$id') === 'string'
    const base = bases.at(-1)
    const inside = hasIds && !byName && isResource(node) ? urlInside(node, base ?? fileUrl(file)) : base
    if (inside !== undefined && inside !== base) declared.add(inside)
    bases.push(inside)
    const ref = referenceOf(node)
    if (ref !== undefined) add(ref)
    if (byName) return true
    addTexts(node)
    addMapping(node)
    return true
  }
  walk({ value, at: root(file) }, { enter, leave: () => bases.pop(), withData: !hasData })
  const more = { hasData: hasData && !intoData.has(file), hasIds: hasIds || metId }
  if (more.hasData !== hasData || more.hasIds !== hasIds) return list(value, file, isComponent, more)
  return { files, unlessDeclared, texts, hasTextReferences: textReferences.size > 0, intoData, declared }
}

/** This file itself, JSON or YAML by the file's name, or a name that does not tell. */
const NO_TEXT = /(?:^|\/)[^./]*$|\.(?:json|ya?ml)(?:\.gz)?$/i
