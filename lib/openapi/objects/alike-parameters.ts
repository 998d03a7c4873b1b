import type { Located } from '../../json/location.ts'
import { getField, type Mapping } from '../../json/mapping.ts'
import type { Context } from './context.ts'
import type { Parameter } from './model.ts'
import type { ReadParameter } from './parameter.ts'

/** Reader that reads parameters with equal content once. */
export type ShareParameters = (read: ReadParameter) => ReadParameter

/** Contents that are kept; a document has few that it repeats. */
const MAX_KEPT = 1_000
/** Longest content that is kept, in characters. */
const MAX_LENGTH = 4_000
/** Parameters after which it shows that a document repeats few: less than one in SHARE. */
const TRIAL = 200
const SHARE = 4

/**
 * Content that can differ from place to place: a reference, the locations in a media type, and numbers of YAML that JSON
 * writes as `null`.
 */
const DEPENDS = /"(?:\$ref|\$dynamicRef|\$id|content)"|null/

/**
 * Creates the reader of a document's parameters, whose results share `alike` if their contents are equal. Nothing is kept
 * of a parameter with a diagnostic, and nothing at all of a document that repeats few.
 */
export function createParameterSharing(): ShareParameters {
  const known = new Map<string, Parameter | 'has diagnostics'>()
  /** Objects that are too long; thousands of operations may refer to one. */
  const long = new Set<unknown>()
  let seen = 0
  let repeated = 0
  return read => (context, node) => {
    if (seen >= TRIAL && repeated * SHARE < seen) {
      known.clear()
      return read(context, node)
    }
    seen++
    if (long.has(node.value)) return read(context, node)
    const key = JSON.stringify(node.value)
    const found = known.get(key)
    if (found !== undefined) repeated++
    if (found === 'has diagnostics') return read(context, node)
    if (found !== undefined) return movedTo(found, node)
    if (key.length > MAX_LENGTH) long.add(node.value)
    if (known.size >= MAX_KEPT || key.length > MAX_LENGTH || DEPENDS.test(key)) return read(context, node)
    const parameter = readAlone(context, node, read)
    known.set(key, parameter ?? 'has diagnostics')
    return parameter ?? read(context, node)
  }
}

/** Reads a parameter that others may be equal to; undefined if it has a diagnostic. */
const readAlone = (context: Context, node: Located<Mapping>, read: ReadParameter): Parameter | undefined => {
  const problems: Context['problems'] = []
  const parameter = read({ ...context, problems }, node)
  if (parameter === undefined || problems.length > 0) return undefined
  return { ...parameter, alike: {} }
}

const movedTo = (parameter: Parameter, node: Located<Mapping>): Parameter => {
  const { schema, at } = parameter
  // In 2.0 the parameter itself is its schema.
  const isWhole = schema?.at === at
  return { ...parameter, schema: schema && (isWhole ? node : getField(node, 'schema')), at: node.at }
}
