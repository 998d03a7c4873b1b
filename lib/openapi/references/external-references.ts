import { type Located, root } from '../../json/location.ts'
import { getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import { fileUrl, isResource, selfOf, urlFrom, urlInside } from './base-uris.ts'
import { hasComponent } from './component-reference.ts'
import { isEmptyReference, resolveFile, splitReference } from './uri.ts'
import { leadsIntoData, type Role, referenceOf, walk } from './walk.ts'

/** Other files that a file refers to: names in the document's folder, or URLs. Files outside the folder are not included. */
export type ExternalReferences = {
  readonly files: ReadonlySet<string>
  /** Names that may not be files, with their URLs, which a schema may have as its `$id`. */
  readonly unlessDeclared: ReadonlyMap<string, ReadonlySet<string>>
  /** Files that are used as text: those that a description refers to, except JSON and YAML files. */
  readonly texts: ReadonlySet<string>
  /** True if a description is a reference, to another file or within this one. */
  readonly hasTextReferences: boolean
  /** True if a reference is empty. */
  readonly hasEmptyReferences: boolean
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
  let hasEmptyReferences = false
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
  const isOwnComponent = (name: string): boolean => isMapping(value) && hasComponent(value, name)
  const addMapping = (owner: Mapping): void => {
    const discriminator = getOwn(owner, 'discriminator')
    const mapping = isMapping(discriminator) ? getOwn(discriminator, 'mapping') : undefined
    for (const target of isMapping(mapping) ? Object.values(mapping) : [])
      if (typeof target === 'string' && !isComponent(target) && !isOwnComponent(target)) add(target)
  }
  const enter = ({ value: node }: Located<Mapping>, { byName }: Role): boolean => {
    if (textReferences.has(node)) return false
    metId ||= typeof getOwn(node, '$id') === 'string'
    const base = bases.at(-1)
    const inside = hasIds && !byName && isResource(node) ? urlInside(node, base ?? fileUrl(file)) : base
    if (inside !== undefined && inside !== base) declared.add(inside)
    bases.push(inside)
    const ref = referenceOf(node)
    if (ref !== undefined && isEmptyReference(ref)) hasEmptyReferences = true
    else if (ref !== undefined) add(ref)
    if (byName) return true
    addTexts(node)
    addMapping(node)
    return true
  }
  walk({ value, at: root(file) }, { enter, leave: () => bases.pop(), withData: !hasData })
  const more = { hasData: hasData && !intoData.has(file), hasIds: hasIds || metId }
  if (more.hasData !== hasData || more.hasIds !== hasIds) return list(value, file, isComponent, more)
  const hasTextReferences = textReferences.size > 0
  return { files, unlessDeclared, texts, hasTextReferences, hasEmptyReferences, intoData, declared }
}

/** Path of a reference that is not used as text: the same file, JSON, YAML, or a name without an extension. */
const NO_TEXT = /(?:^|\/)[^./]*$|\.(?:json|ya?ml)(?:\.gz)?$/i
