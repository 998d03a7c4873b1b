import { pointerOf, root } from '../openapi/place.ts'
import type { Resolver } from '../openapi/reference.ts'

/** Components Object, 2.0's Swagger Object: what holds bodies and responses by name. */
const SECTIONS = ['components/responses', 'components/requestBodies', 'responses', 'parameters']

/** The pointers of the root document's sections of shared bodies and responses that references put into other files. */
export const sharedSections = (resolver: Resolver, rootFile: string): ReadonlySet<string> => {
  const found = new Set<string>()
  for (const path of SECTIONS) {
    const section = resolver.target(`#/${path}`, root(rootFile))
    // That it leads nowhere is told where something of it is referred to.
    const end = section.ok ? resolver.follow(section.target) : section
    if (end.ok && end.target.at.file !== rootFile) found.add(pointerOf(end.target.at))
  }
  return found
}
