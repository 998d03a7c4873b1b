import { child, type Located } from '../../json/location.ts'
import { getOwn, isMapping } from '../../json/mapping.ts'
import type { Resolver } from '../../openapi/references/resolver.ts'
import { referenceOf } from '../../openapi/references/walk.ts'
import { type BodyNames, bodyKey, calledElsewhere, ownedName, type Role } from './body-owner.ts'
import { type Component, findAliases, listSharedBodies } from './components.ts'
import type { Body } from './find-references.ts'
import { legalDefinitionName } from './legal-name.ts'
import { countNames } from './operation-names.ts'

/** What shared bodies and responses make of the names that definitions can have. */
export type SharedBodies = BodyNames & {
  /** What the names of their definitions begin with, and how many bodies want the same. */
  readonly counts: ReadonlyMap<string, number>
  /** The same of the root document's components alone, which come before any other. */
  readonly componentCounts: ReadonlyMap<string, number>
}

const ROLES: readonly Role[] = ['Request', 'Response']

/** Every body that operations can share, used or not, so that a filter renames nothing; `bodies` are referred to. */
export function readSharedBodies(document: Located, resolver: Resolver, bodies: readonly Body[]): SharedBodies {
  const rootFile = document.at.file
  const components = listSharedBodies(document, resolver)
  const names = new Map<string, string>()
  const wishes = new Map<string, string>()
  const wish = (key: string, name: string, role: Role): void => {
    wishes.set(key, legalDefinitionName(ownedName({ name, role })))
  }
  for (const role of ROLES) {
    for (const component of components[role]) {
      if (!isBody(component, role)) continue
      const { name, home } = component
      const at = child(home.at, name)
      const key = bodyKey(at, role)
      if (at.file !== rootFile) names.set(key, name)
      wish(key, name, role)
    }
    for (const { name, target } of findAliases(components[role], resolver)) {
      const key = bodyKey(target.at, role)
      names.set(key, name)
      wish(key, name, role)
    }
  }
  const componentCounts = countNames([...wishes.values()])
  const referred = new Map<string, string>()
  for (const { at, role } of bodies) {
    const key = bodyKey(at, role)
    const name = wishes.has(key) || at.file === rootFile ? undefined : calledElsewhere(at)
    if (name === undefined) continue
    referred.set(key, name)
    wish(key, name, role)
  }
  return { names, referred, counts: countNames([...wishes.values()]), componentCounts }
}

/** Whether a component is described where it stands; of 2.0's parameters, only bodies count. */
const isBody = ({ name, home }: Component, role: Role): boolean => {
  const value = getOwn(home.value, name)
  if (!isMapping(value) || referenceOf(value) !== undefined) return false
  return role === 'Response' || getOwn(value, 'content') !== undefined || getOwn(value, 'in') === 'body'
}
