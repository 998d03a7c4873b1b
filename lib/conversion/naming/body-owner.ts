import { type Location, pointerOf, tokens } from '../../json/location.ts'
import { nameInFile } from './schema-files.ts'

/** Who a body's inline schemas are named after: `CreateUser`, `Request`. */
export type Owner = { readonly name: string; readonly role: string }

/** What operations share a body as. */
export type Role = 'Request' | 'Response'

/** `CreateUser_Request`; an action's name may have a `$`, a definition's not. */
export function ownedName({ name, role }: Owner): string {
  return `${name.replaceAll('$', '_')}_${role}`
}

/** What bodies in other files than the root document's are called, by `bodyKey`. */
export type BodyNames = {
  /** The root document's components that stand there. */
  readonly names: ReadonlyMap<string, string>
  /** Those that only references lead to. */
  readonly referred: ReadonlyMap<string, string>
}

/** A body or response that several operations share: its inline schemas are named after it. */
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

/** Components Object, or 2.0's Responses and Parameters Definitions Objects. */
const nameInRoot = (at: Location): string | undefined => {
  const [first, second, third] = tokens(at)
  const name = first === 'components' && isHome(second) ? third : isHome20(first) ? second : undefined
  return name === undefined ? undefined : String(name)
}

const isHome = (key: unknown): boolean => key === 'responses' || key === 'requestBodies'
const isHome20 = (key: unknown): boolean => key === 'responses' || key === 'parameters'

/**
 * What a body in another file is called that operations refer to: by its key, as in a document of all the files, or by its
 * file. One that is an operation's own has no name there, only a status or an index.
 */
export function calledElsewhere(at: Location): string | undefined {
  const name = nameInFile(at)
  const isOwn = at.parent !== undefined && (/^\d/.test(name) || name === 'default' || name === 'requestBody')
  return isOwn && at.parent?.parent?.key !== 'components' ? undefined : name
}

export function roleOf({ role }: Pick<Owner, 'role'>): Role {
  return role.startsWith('Request') ? 'Request' : 'Response'
}

/** What tells a shared body from others; the same file may be a request body and a response. */
export function bodyKey(at: Location, role: string): string {
  return `${roleOf({ role })} ${pointerOf(at)}`
}

const nameElsewhere = (at: Location, role: Role, names: ReadonlyMap<string, string>): string | undefined => {
  if (names.size === 0) return undefined
  const name = names.get(bodyKey(at, role))
  return name === undefined && at.parent !== undefined ? nameElsewhere(at.parent, role, names) : name
}
