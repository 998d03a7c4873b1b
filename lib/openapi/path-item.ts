import { type Context, kindOf, mappingAt, report } from './context.ts'
import { child, type Located } from './place.ts'
import { quote } from './quote.ts'
import { at as atKey, isMapping, type Mapping, own } from './value.ts'

/** An operation where it stands, before it is read. */
export type Endpoint = {
  /** Upper case for the methods that have a field of their own; as written in `additionalOperations`. */
  readonly method: string
  readonly path: string
  readonly node: Located
  /** The path item's layers: itself, then what its `$ref` leads to. */
  readonly pathItem: readonly Located<Mapping>[]
}

/** Path Item Object: the fields that hold an operation, in the specification's order. */
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const
const OTHER_FIELDS = new Set(['$ref', 'summary', 'description', 'servers', 'parameters'])

/** Paths Object: every operation of the document, in the document's order. */
export const listEndpoints = (context: Context): Endpoint[] => {
  const paths = atKey(context.document, 'paths')
  if (!isMapping(paths.value)) return []
  const endpoints: Endpoint[] = []
  for (const path of Object.keys(paths.value)) {
    if (path.startsWith('x-')) continue
    const node = { value: own(paths.value, path), at: child(paths.at, path) }
    const layers = readLayers(context, node)
    for (const endpoint of listOperations(context, path, layers)) endpoints.push(endpoint)
  }
  return endpoints
}

/** A path item may be a reference and still have fields of its own, which then count first. */
const readLayers = (context: Context, node: Located): Located<Mapping>[] => {
  const { value, at } = node
  if (!isMapping(value)) {
    report(context.problems, 'error', 'malformed', at, `A path item should be here, but it is ${kindOf(value)}.`)
    return []
  }
  const local = { value, at }
  if (typeof own(value, '$ref') !== 'string') return [local]
  // Its own fields are a layer of their own.
  const target = mappingAt(context, { value: { $ref: own(value, '$ref') }, at }, 'A path item')
  return target === undefined ? [local] : [local, target]
}

const listOperations = (context: Context, path: string, pathItem: readonly Located<Mapping>[]): Endpoint[] => {
  const found: Endpoint[] = []
  const taken = new Set<string>()
  const add = (method: string, node: Located): void => {
    if (taken.has(method)) return
    taken.add(method)
    found.push({ method, path, node, pathItem })
  }
  const is32 = context.dialect === '3.2'
  for (const layer of pathItem) {
    for (const key of Object.keys(layer.value)) {
      const node = atKey(layer, key)
      if ((METHODS as readonly string[]).includes(key) || (is32 && key === 'query')) add(key.toUpperCase(), node)
      else if (is32 && key === 'additionalOperations' && isMapping(node.value)) {
        for (const method of Object.keys(node.value)) add(method, atKey({ value: node.value, at: node.at }, method))
      } else if (!OTHER_FIELDS.has(key) && !key.startsWith('x-')) {
        const message = `A path item has no field ${quote(key)}; it was left out.`
        report(context.problems, 'warning', 'unknown-field', node.at, message)
      }
    }
  }
  return found
}
