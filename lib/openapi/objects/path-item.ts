import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { duplicateKey } from '../../diagnostics/kinds/file.ts'
import { malformed, operationRepeated, unknownField } from '../../diagnostics/kinds/objects.ts'
import { anyMethod } from '../../diagnostics/kinds/operations.ts'
import { keywordCoerced } from '../../diagnostics/kinds/schemas.ts'
import { report } from '../../diagnostics/report.ts'
import { child, displayPointer, type Located } from '../../json/location.ts'
import { getField, getOwn, isMapping, type Mapping } from '../../json/mapping.ts'
import { resolveLayers } from '../references/chain.ts'
import type { Context } from './context.ts'
import { exactFirst, textAt } from './fields.ts'
import type { RepeatedKeys, UnreadOperations } from './unread.ts'

/** Unread operation of a path item. */
export type Endpoint = {
  /** Method in upper case; in `additionalOperations`, as in the document. */
  readonly method: string
  /** The key of the path item: a path, the name of a webhook, or the expression of a callback. */
  readonly path: string
  readonly node: Located
  /** The path item, then each object that its `$ref` passes through. */
  readonly pathItem: readonly Located<Mapping>[]
}

/**
 * Fields of a path item that hold an operation, in the order of the specification.
 * @see https://spec.openapis.org/oas/v3.2.0.html#path-item-object
 */
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const
/** Extension for an operation with any method. */
const ANY_METHOD = 'x-amazon-apigateway-any-method'

const OTHER_FIELDS = new Set(['$ref', 'summary', 'description', 'servers', 'parameters'])
/** @see https://spec.openapis.org/oas/v2.0.html#path-item-object */
const OTHER_FIELDS_2 = new Set(['$ref', 'summary', 'description', 'parameters'])

/** Operations of a document, and those that it names and that can't be read. */
export type Endpoints = { readonly endpoints: readonly Endpoint[]; readonly unread: readonly UnreadOperations[] }

/** Collects the operations that can't be read. */
type Collect = (operations: UnreadOperations) => void

/** Lookup of the keys that occur twice. */
export type Repeated = Pick<RepeatedKeys, 'has'>

/**
 * Lists all operations of the Paths Object in the order of the document.
 * @see https://spec.openapis.org/oas/v3.2.0.html#paths-object
 */
export function listEndpoints(context: Context, repeated: Repeated): Endpoints {
  return readPathItems(context, getField(context.document, 'paths'), 'a Paths Object', repeated)
}

/**
 * Lists the operations of an object of path items: a Paths Object, webhooks, or a Callback Object. The key of a path item
 * is the `path` of its operations.
 * @param expected the expected object with its article
 */
export function readPathItems(context: Context, paths: Located, expected: string, repeated: Repeated): Endpoints {
  const endpoints: Endpoint[] = []
  const unread: UnreadOperations[] = []
  const collect: Collect = operations => unread.push(operations)
  /** Resolves a node; collects an unresolved reference and each value that is replaced by a duplicate of its key. */
  const layersOf = (node: Located, expected: string, path?: string): Located<Mapping>[] => {
    const before = context.problems.length
    const layers = resolveLayers(context, node, expected)
    const where = { ...(path !== undefined && { path }), isUnknown: true }
    const [problem] = context.problems.slice(before)
    // Without its last operation, a path item of YAML is null.
    const isEmpty = path !== undefined && node.value === null
    if (problem !== undefined && !isEmpty) collect({ ...where, ...causeOf(problem) })
    for (const at of new Set([node.at, ...layers.map(layer => layer.at)])) {
      if (!repeated.has(at)) continue
      const reason = duplicateKey.lastUsed(String(at.key)).message
      collect({ ...where, pointer: displayPointer(at), reason })
    }
    return layers
  }
  const layers = paths.value === undefined ? [] : layersOf(paths, expected)
  for (const [path, node] of listPaths(context, layers, collect)) {
    // A path item can have a $ref and other fields, which come first.
    const pathItem = layersOf(node, 'a Path Item Object', path)
    for (const endpoint of listOperations(context, path, pathItem, collect)) endpoints.push(endpoint)
  }
  return { endpoints, unread }
}

const causeOf = ({ pointer, message }: Diagnostic): Pick<UnreadOperations, 'pointer' | 'reason'> => {
  return { pointer, reason: message }
}

/** Returns the path items by path. The object that holds them can be a `$ref`. */
const listPaths = (context: Context, paths: readonly Located<Mapping>[], collect: Collect): Map<string, Located> => {
  const found = new Map<string, Located>()
  for (const { value, at } of paths) {
    for (const path of Object.keys(value)) {
      const isReference = path === '$ref' && typeof value.$ref === 'string'
      if (path.startsWith('x-') || isReference) continue
      const here = child(at, path)
      if (found.has(path)) {
        const entry = operationRepeated.path(path)
        report(context.problems, entry, here)
        collect({ path, isUnknown: false, pointer: displayPointer(here), reason: entry.message })
      } else found.set(path, { value: getOwn(value, path), at: here })
    }
  }
  return found
}

const listOperations = (
  context: Context,
  path: string,
  pathItem: readonly Located<Mapping>[],
  collect: Collect,
): Endpoint[] => {
  const found: Endpoint[] = []
  const taken = new Set<string>()
  const add = (method: string, node: Located): void => {
    if (taken.has(method)) {
      report(context.problems, operationRepeated.operation(method, path), node.at)
      return
    }
    taken.add(method)
    found.push({ method, path, node, pathItem })
  }
  const is32 = context.dialect === '3.2'
  const otherFields = context.dialect === '2.0' ? OTHER_FIELDS_2 : OTHER_FIELDS
  for (const layer of pathItem) {
    // Exactly spelt methods come before other spellings of the same.
    for (const key of exactFirst(Object.keys(layer.value), key => key === fieldOf(key, is32))) {
      const node = getField(layer, key)
      const field = fieldOf(key, is32)
      if (isMethodField(field, is32)) {
        if (field !== key) report(context.problems, keywordCoerced.spelling(key, field), node.at)
        add(field.toUpperCase(), node)
      } else if (is32 && key === 'additionalOperations') addOthers(context, path, layer, node, add)
      else if (otherFields.has(key)) {
        checkText(context, layer, key)
        if (key !== '$ref' || typeof node.value === 'string') continue
        const { message } = malformed.fieldType('$ref', 'a string', node.value)
        collect({ path, isUnknown: true, pointer: displayPointer(node.at), reason: message })
      } else if (key === ANY_METHOD) {
        const entry = anyMethod.skipped(path)
        report(context.problems, entry, node.at)
        // It is any method, so the path still has those of an earlier document.
        collect({ path, isUnknown: false, pointer: displayPointer(node.at), reason: entry.message })
      } else if (!key.startsWith('x-')) {
        const entry = unknownField.ignored('A Path Item Object', context.dialect, key)
        report(context.problems, entry, node.at)
        // A misspelt method, or one of another version of OpenAPI.
        const where = { path, isUnknown: false }
        if (isMapping(node.value)) collect({ ...where, pointer: displayPointer(node.at), reason: entry.message })
      }
    }
  }
  return found
}

/** Returns the field of a method in any spelling; any other key unchanged. */
const fieldOf = (key: string, is32: boolean): string => {
  const field = key.trim().toLowerCase()
  return isMethodField(field, is32) ? field : key
}

const isMethodField = (key: string, is32: boolean): boolean =>
  (METHODS as readonly string[]).includes(key) || (is32 && key === 'query')

/**
 * Adds `additionalOperations`. A method that has a field in the path item is ignored there.
 * @see https://spec.openapis.org/oas/v3.2.0.html#path-item-object
 */
const addOthers = (
  context: Context,
  path: string,
  pathItem: Located<Mapping>,
  { value, at }: Located,
  add: (method: string, node: Located) => void,
): void => {
  if (!isMapping(value)) {
    report(context.problems, malformed.notKeyedBy('additionalOperations', 'method'), at)
    return
  }
  for (const method of Object.keys(value)) {
    const node = getField({ value, at }, method)
    const field = method.toLowerCase()
    const hasField = isMethodField(field, true) && getOwn(pathItem.value, field) !== undefined
    // Methods are case-sensitive (RFC 9110 section 9.1): "get" is not GET.
    if (hasField && method === field.toUpperCase()) {
      report(context.problems, operationRepeated.additional(method, path, field), node.at)
    } else add(method, node)
  }
}

/** Checks the string fields of a path item once, not with every operation; its arrays are checked when they are read. */
const checkText = (context: Context, pathItem: Located<Mapping>, key: string): void => {
  if (key === 'summary' || key === 'description') textAt(context, pathItem, key)
  const ref = key === '$ref' ? pathItem.value.$ref : undefined
  if (ref === undefined || typeof ref === 'string') return
  report(context.problems, malformed.fieldType('$ref', 'a string', ref), child(pathItem.at, key))
}
