import { type Location, root } from '../../json/location.ts'
import { asMapping, getOwn, type Mapping } from '../../json/mapping.ts'
import type { Resolver } from './resolver.ts'

/** Keys to the schemas with a name in a file: of 3.x, of 2.0, and of a file of schemas by name. */
const SECTIONS: readonly (readonly string[])[] = [['components', 'schemas'], ['definitions'], []]

/**
 * Returns the reference for a name in the mapping of a discriminator: a component of the entry document, else one of the
 * file that the name is in; undefined if there is none, as the value is a reference then.
 * @see https://spec.openapis.org/oas/v3.2.0.html#discriminator-object
 */
export function componentReference(
  resolver: Resolver,
  rootFile: string,
  { name, file }: { readonly name: string; readonly file: string },
): { readonly ref: string; readonly from: Location } | undefined {
  const token = name.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('%', '%25')
  for (const from of file === rootFile ? [root(rootFile)] : [root(rootFile), root(file)]) {
    for (const section of from.file === rootFile ? SECTIONS.slice(0, 2) : SECTIONS) {
      const ref = ['#', ...section, token].join('/')
      if (resolver.target(ref, from).ok) return { ref, from }
    }
  }
  return undefined
}

/** Returns true if a file has a component schema of the name, or is a file of schemas by name with it. */
export function hasComponent(file: Mapping, name: string): boolean {
  return SECTIONS.some(section => {
    const schemas = section.reduce<Mapping | undefined>((found, key) => found && asMapping(getOwn(found, key)), file)
    return schemas !== undefined && getOwn(schemas, name) !== undefined
  })
}
