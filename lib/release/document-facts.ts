import { asText, getOwn, isMapping, type Mapping } from '../json/mapping.ts'

/** Facts about an operation that only its document has. */
export type OperationFacts = {
  /** First tag. */
  readonly tag?: string
  /** Alternatives to authenticate, each a sorted list of `scheme` or `scheme: scope`; empty if none is required. */
  readonly security?: readonly string[]
}

/** Returns the facts about the operation at a pointer. */
export type FactsOf = (pointer: string) => OperationFacts

/** Creates a lookup of the facts of operations in the files of a document. */
export function documentFacts(files: ReadonlyMap<string, unknown>, rootFile: string): FactsOf {
  const root = files.get(rootFile)
  const common = isMapping(root) ? securityOf(root) : undefined
  return pointer => {
    const [file = '', path = ''] = splitPointer(pointer)
    // Pointers do not name the root file.
    const operation = valueAt(files.get(file === '' ? rootFile : file), path)
    if (!isMapping(operation)) return {}
    const tags = getOwn(operation, 'tags')
    const tag = Array.isArray(tags) ? asText(tags[0]) : undefined
    const security = securityOf(operation) ?? common ?? []
    return { ...(tag !== undefined && tag !== '' && { tag }), security }
  }
}

const splitPointer = (pointer: string): [string, string] => {
  const start = pointer.indexOf('#/')
  return start < 0 ? ['', ''] : [pointer.slice(0, start), pointer.slice(start + 2)]
}

const valueAt = (document: unknown, path: string): unknown => {
  let value = document
  for (const token of path.split('/')) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~')
    value = isMapping(value) ? getOwn(value, key) : Array.isArray(value) ? value[Number(key)] : undefined
  }
  return value
}

/** @see https://spec.openapis.org/oas/v3.2.0.html#security-requirement-object */
const securityOf = (owner: Mapping): string[] | undefined => {
  const security = getOwn(owner, 'security')
  if (!Array.isArray(security)) return undefined
  return [...new Set(security.filter(isMapping).map(requirement => schemesOf(requirement).join(' and ')))].sort()
}

const schemesOf = (requirement: Mapping): string[] =>
  Object.entries(requirement)
    .map(([scheme, scopes]) => {
      const names = Array.isArray(scopes) ? scopes.map(scope => asText(scope) ?? '').sort() : []
      return names.length === 0 ? scheme : `${scheme} (${names.join(', ')})`
    })
    .sort()
