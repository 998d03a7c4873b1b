import { type Location, pointerOf, tokens } from '../../json/location.ts'
import { nameInFile } from './schema-files.ts'

/** Origin of the names of a body's inline schemas: `CreateUser`, `Request`. */
export type Owner = { readonly name: string; readonly role: string }

/** Role of a shared body. */
export type Role = 'Request' | 'Response'

/** Returns `CreateUser_Request`. Names of actions may have a `$`, names of definitions not. */
export function ownedName({ name, role }: Owner): string {
  return `${name.replaceAll('$', '_')}_${role}`
}

/** Names of bodies outside the root file, by `bodyKey`. */
export type BodyNames = {
  /** Components of the root document whose target is there. */
  readonly names: ReadonlyMap<string, string>
  /** Other targets of references. */
  readonly referred: ReadonlyMap<string, string>
}

/** Returns the shared body or response that inline schemas at a location are named after; undefined if there is none. */
export function bodyOwner(
  at: Location,
  rootFile: string,
  role: string,
  { names, referred }: BodyNames,
): (Owner & { readonly isComponent: boolean }) | undefined {
  const kind = roleOf({ role })
  const component = at.file === rootFile ? nameInRoot(at) : nameElsewhere(at, kind, names)
  if (component !== undefined) return { name: component, role: kind, isComponent: true }
  const name = at.file === rootFile ? undefined : nameElsewhere(at, kind, referred)
  return name === undefined ? undefined : { name, role: kind, isComponent: false }
}

/** Returns the name in the Components Object, or in the Responses or Parameters Definitions Object of 2.0. */
const nameInRoot = (at: Location): string | undefined => {
  const [first, second, third] = tokens(at)
  const name = first === 'components' && isHome(second) ? third : isHome20(first) ? second : undefined
  return name === undefined ? undefined : String(name)
}

const isHome = (key: unknown): boolean => key === 'responses' || key === 'requestBodies'
const isHome20 = (key: unknown): boolean => key === 'responses' || key === 'parameters'

/**
 * Returns the name of a body in another file: its key, or the file's name. Undefined for a body of one operation, which
 * has only a status or an index.
 */
export function calledElsewhere(at: Location): string | undefined {
  const name = nameInFile(at)
  const isOwn = at.parent !== undefined && (/^\d/.test(name) || name === 'default' || name === 'requestBody')
  return isOwn && at.parent?.parent?.key !== 'components' ? undefined : name
}

export function roleOf({ role }: Pick<Owner, 'role'>): Role {
  return role.startsWith('Request') ? 'Request' : 'Response'
}

/** Returns the unique key of a shared body. The same file may be a request body and a response. */
export function bodyKey(at: Location, role: string): string {
  return `${roleOf({ role })} ${pointerOf(at)}`
}

const nameElsewhere = (at: Location, role: Role, names: ReadonlyMap<string, string>): string | undefined => {
  if (names.size === 0) return undefined
  const name = names.get(bodyKey(at, role))
  return name === undefined && at.parent !== undefined ? nameElsewhere(at.parent, role, names) : name
}
