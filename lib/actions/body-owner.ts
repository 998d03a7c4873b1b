import { type Place, pointerOf, tokens } from '../openapi/place.ts'
import { fileStem } from './schema-files.ts'

/** Who a body's inline schemas are named after: `CreateUser`, `Request`. */
export type Owner = { readonly name: string; readonly role: string }

/** `CreateUser_Request`; an action's name may have a `$`, a definition's not. */
export const ownedName = ({ name, role }: Owner): string => `${name.replaceAll('$', '_')}_${role}`

/**
 * A body or response that several operations share: its inline schemas are named after it, or after its file. `shared`
 * has the pointers of the root document's sections of such parts that stand in other files.
 */
export const bodyOwner = (
  at: Place,
  rootFile: string,
  role: string,
  shared: ReadonlySet<string>,
): Owner | undefined => {
  const path = tokens(at)
  const [first, second, third] = path
  const kind = role.startsWith('Request') ? 'Request' : 'Response'
  const part = at.file === rootFile || shared.size === 0 ? undefined : partOf(shared, at)
  if (part !== undefined) return { name: String(part.key), role: kind }
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

/** The member of one of the sections that a place is in. */
const partOf = (sections: ReadonlySet<string>, at: Place): Place | undefined => {
  for (let part = at; part.parent !== undefined; part = part.parent)
    if (sections.has(pointerOf(part.parent))) return part
  return undefined
}
