import { type Located, pointerOf, root } from '../openapi/place.ts'
import type { Resolver } from '../openapi/reference.ts'
import { isMapping, type Mapping } from '../openapi/value.ts'

/** A part of the root document, `components/schemas`, where a reference says that it stands in another file. */
export const sectionElsewhere = (resolver: Resolver, rootFile: string, path: string): Located<Mapping> | undefined => {
  const section = resolver.target(`#/${path}`, root(rootFile))
  // That it leads nowhere is told where something of it is referred to.
  const found = section.ok ? resolver.follow(section.target) : section
  if (!found.ok || found.target.at.file === rootFile) return undefined
  const { value, at } = found.target
  return isMapping(value) ? { value, at } : undefined
}

const SHARED = ['components/responses', 'components/requestBodies', 'responses', 'parameters']

/** The pointers of such sections that hold bodies and responses. Components Object; 2.0's Swagger Object. */
export const sharedSections = (resolver: Resolver, rootFile: string): ReadonlySet<string> =>
  new Set(
    SHARED.flatMap(path => {
      const section = sectionElsewhere(resolver, rootFile, path)
      return section === undefined ? [] : [pointerOf(section.at)]
    }),
  )
