import { resolveFile, splitReference } from './reference.ts'
import { isMapping } from './value.ts'

/** The other files that a parsed file refers to: names in the document's folder, or URLs. What lies outside is not listed. */
export const externalReferences = (value: unknown, file: string): string[] => {
  const found = new Set<string>()
  const add = (ref: string): void => {
    const { path } = splitReference(ref)
    const name = path === '' ? undefined : resolveFile(path, file)
    if (name !== undefined && name !== file) found.add(name)
  }
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const item of node) visit(item)
    } else if (isMapping(node)) {
      for (const key of Object.keys(node)) {
        const item = node[key]
        if (key === '$ref' && typeof item === 'string') add(item)
        else visit(item)
      }
    }
  }
  visit(value)
  return [...found]
}
