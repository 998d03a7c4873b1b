import { reportText } from '../../diagnostics/report.ts'
import { child, type Located } from '../../json/location.ts'
import { getField, getOwn, isMapping, kindOf, type Mapping } from '../../json/mapping.ts'
import { quote } from '../../json/quote.ts'
import { resolveLayers } from '../references/chain.ts'
import type { Context } from './context.ts'
import { textAt } from './fields.ts'

/** An operation where it stands, before it is read. */
export type Endpoint = {
  /** Upper case for the methods that have a field of their own; as written in `additionalOperations`. */
  readonly method: string
  readonly path: string
  readonly node: Located
  /** The path item's layers: itself, then what its `$ref` leads to, hop by hop. */
  readonly pathItem: readonly Located<Mapping>[]
}

/** Path Item Object: the fields that hold an operation, in the specification's order. */
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const
const OTHER_FIELDS = new Set(['$ref', 'summary', 'description', 'servers', 'parameters'])
/** Of these, servers alone are not read in 2.0. */
const OTHER_FIELDS_2 = new Set(['$ref', 'summary', 'description', 'parameters'])

/** Paths Object: every operation of the document, in the document's order. */
export function listEndpoints(context: Context): Endpoint[] {
  const endpoints: Endpoint[] = []
  for (const [path, node] of listPaths(context)) {
    // A path item may be a reference and still have fields of its own, which then count first.
    const layers = resolveLayers(context, node, 'A path item')
    for (const endpoint of listOperations(context, path, layers)) endpoints.push(endpoint)
  }
  return endpoints
}

/** The path items by path. The Paths Object may stand in a file of its own. */
const listPaths = (context: Context): Map<string, Located> => {
  const found = new Map<string, Located>()
  const paths = getField(context.document, 'paths')
  if (paths.value === undefined) return found
  for (const { value, at } of resolveLayers(context, paths, 'The paths')) {
    for (const path of Object.keys(value)) {
      const isReference = path === '$ref' && typeof value.$ref === 'string'
      if (path.startsWith('x-') || isReference) continue
      const here = child(at, path)
      if (found.has(path)) {
        const message =
          'The path is there already, beside the reference to this file; its operations here were left out.'
        reportText(context.problems, 'warning', 'operation-repeated', here, message)
      } else found.set(path, { value: getOwn(value, path), at: here })
    }
  }
  return found
}

const listOperations = (context: Context, path: string, pathItem: readonly Located<Mapping>[]): Endpoint[] => {
  const found: Endpoint[] = []
  const taken = new Set<string>()
  const add = (method: string, node: Located): void => {
    if (taken.has(method)) {
      const message = `The path ${quote(path)} has ${quote(method)} already, nearer; this one was left out.`
      reportText(context.problems, 'warning', 'operation-repeated', node.at, message)
      return
    }
    taken.add(method)
    found.push({ method, path, node, pathItem })
  }
  const is32 = context.dialect === '3.2'
  const otherFields = context.dialect === '2.0' ? OTHER_FIELDS_2 : OTHER_FIELDS
  for (const layer of pathItem) {
    for (const key of Object.keys(layer.value)) {
      const node = getField(layer, key)
      if (isMethodField(key, is32)) add(key.toUpperCase(), node)
      else if (is32 && key === 'additionalOperations') addOthers(context, path, layer, node, add)
      else if (otherFields.has(key)) checkText(context, layer, key)
      else if (!key.startsWith('x-')) {
        const message = `A path item has no field ${quote(key)}; it was left out.`
        reportText(context.problems, 'warning', 'unknown-field', node.at, message)
      }
    }
  }
  return found
}

const isMethodField = (key: string, is32: boolean): boolean =>
  (METHODS as readonly string[]).includes(key) || (is32 && key === 'query')

/** `additionalOperations`, which must not have a method with a field of its own: that field counts, wherever it stands. */
const addOthers = (
  context: Context,
  path: string,
  pathItem: Located<Mapping>,
  { value, at }: Located,
  add: (method: string, node: Located) => void,
): void => {
  if (!isMapping(value)) {
    const message = `"additionalOperations" should be a mapping by method, but it is ${kindOf(value)}; it was left out.`
    reportText(context.problems, 'warning', 'malformed', at, message)
    return
  }
  for (const method of Object.keys(value)) {
    const node = getField({ value, at }, method)
    const field = method.toLowerCase()
    const hasField = isMethodField(field, true) && getOwn(pathItem.value, field) !== undefined
    // Methods are case-sensitive (RFC 9110 section 9.1): "get" is another one than GET.
    if (hasField && method === field.toUpperCase()) {
      const message = `The path ${quote(path)} has the field "${field}" for this method; this one was left out.`
      reportText(context.problems, 'warning', 'operation-repeated', node.at, message)
    } else add(method, node)
  }
}

/** Texts of a path item are checked once, here, not with every operation; its lists are where they are read. */
const checkText = (context: Context, pathItem: Located<Mapping>, key: string): void => {
  if (key === 'summary' || key === 'description') textAt(context, pathItem, key)
  const ref = key === '$ref' ? pathItem.value.$ref : undefined
  if (ref === undefined || typeof ref === 'string') return
  const message = `"$ref" should be a text, but it is ${kindOf(ref)}; it was left out.`
  reportText(context.problems, 'warning', 'malformed', child(pathItem.at, key), message)
}
