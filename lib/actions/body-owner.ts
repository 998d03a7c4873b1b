import { type Place, pointerOf, tokens } from '../openapi/place.ts'
import { fileStem } from './schema-files.ts'

/** Who a body's inline schemas are named after: `CreateUser`, `Request`. */
export type Owner = { readonly name: string; readonly role: string }

/** What operations share a body as. */
export type Role = 'Request' | 'Response'

/** `CreateUser_Request`; an action's name may have a `$`, a definition's not. */
export const ownedName = ({ name, role }: Owner): string => `${name.replaceAll('$', '_')}_${role}`

/**
 * A body or response that several operations share: its inline schemas are named after it, or after its file. `names` has
 * the root document's components that stand in other files, by `bodyKey`.
 */
export const bodyOwner = (
  at: Place,
  rootFile: string,
  role: string,
  names: ReadonlyMap<string, string>,
): Owner | undefined => {
  const kind = roleOf({ role })
  const named = names.size > 0 && at.file !== rootFile ? nameElsewhere(at, kind, names) : undefined
  if (named !== undefined) return { name: named, role: kind }
  const path = tokens(at)
  const [first, second, third] = path
  if (first === 'components' && (second === 'responses' || second === 'requestBodies') && third !== undefined)
    return { name: String(third), role: kind }
  if ((first === 'responses' || first === 'parameters') && second !== undefined && at.file === rootFile)
    return { name: String(second), role: kind }
  if (at.file === rootFile) return undefined
  // An operation in a file of its own has its body there, inline.
  if (second === 'content' && first !== undefined && first !== 'requestBody' && !/^\d/.test(String(first)))
    return { name: String(first), role: kind }
  // A response or body of 3.x, a response of 2.0, and a body parameter of 2.0, each as a file of its own.
  const isFile = first === 'content' || (first === 'schema' && path.length === 1) || first === undefined
  return isFile ? { name: fileStem(at.file), role: kind } : undefined
}

export const roleOf = ({ role }: Pick<Owner, 'role'>): Role => (role.startsWith('Request') ? 'Request' : 'Response')

/** What tells a shared body from others; the same file may be a request body and a response. */
export const bodyKey = (at: Place, role: string): string => `${roleOf({ role })} ${pointerOf(at)}`

const nameElsewhere = (at: Place, role: Role, names: ReadonlyMap<string, string>): string | undefined => {
  const name = names.get(bodyKey(at, role))
  return name === undefined && at.parent !== undefined ? nameElsewhere(at.parent, role, names) : name
}
