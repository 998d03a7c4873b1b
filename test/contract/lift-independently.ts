import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { DEFAULT_LIMITS } from '../../lib/openapi/parse/limits.ts'
import { parse } from '../../lib/openapi/parse/parse.ts'
import { type Fields, isObject, isTrue, type Lifted, liftKeywords } from './lift-keywords.ts'

/** Original schemas of a document as JSON Schema 2020-12. */
export type Original = {
  /** All schemas that have been asked for, and those that they refer to, by a short name. */
  readonly $defs: Readonly<Record<string, Lifted>>
  /** Adds the schema of a definition, by the location that the plan reports; returns its name in `$defs`. */
  readonly add: (pointer: string) => string
}

type Node = { readonly file: string; readonly value: unknown }

const own = (value: unknown, key: string): unknown =>
  (isObject(value) || Array.isArray(value)) && Object.hasOwn(value, key) ? (value as Fields)[key] : undefined

const refOf = (value: unknown): string | undefined => {
  const ref = own(value, '$ref')
  return typeof ref === 'string' ? ref : undefined
}

/**
 * Reads the schemas of a document in one or several files, as a reader of the specification would; shares no code with the
 * conversion but the parser. Does not know `$id`, `$self` and anchors.
 */
export const liftIndependently = (folder: string, root: string): Original => {
  const files = new Map<string, unknown>()
  const load = (file: string): unknown => {
    if (!files.has(file)) files.set(file, parseFile(join(folder, file), file))
    return files.get(file)
  }
  const document = load(root)
  const version = String(own(document, 'swagger') ?? own(document, 'openapi'))
  const ignoresSiblings = /^(2|3\.0)/.test(version)

  const resolve = (ref: string, from: string): Node | undefined => {
    const [path = ''] = ref.split('#', 1)
    const file = path === '' ? from : posix.join(posix.dirname(from), decode(path))
    return walk(file, decode(ref.slice(path.length + 1)).split('/'))
  }

  /** Follows a JSON Pointer, through the targets of references on its way. */
  const walk = (file: string, [, ...tokens]: readonly string[]): Node | undefined => {
    let node: Node | undefined = { file, value: load(file) }
    for (const token of tokens) {
      const key = token.replaceAll('~1', '/').replaceAll('~0', '~')
      if (node !== undefined && own(node.value, key) === undefined) node = endOf(node)
      if (node === undefined) return undefined
      node = { file: node.file, value: own(node.value, key) }
    }
    return node.value === undefined ? undefined : node
  }

  /** Follows references to their end; undefined if there is none. */
  const endOf = (start: Node): Node | undefined => {
    const seen = new Set<unknown>()
    let node: Node | undefined = start
    for (let ref = refOf(start.value); node !== undefined && ref !== undefined; ref = refOf(node?.value)) {
      if (seen.has(node.value)) return undefined
      seen.add(node.value)
      node = resolve(ref, node.file)
    }
    return node
  }

  /** Returns true if the references of a schema lead back to it. */
  const isItself = (start: Node): boolean => {
    const seen = new Set<unknown>()
    let node: Node | undefined = start
    for (let ref = refOf(start.value); node !== undefined && ref !== undefined; ref = refOf(node?.value)) {
      if (seen.has(node.value)) return node.value === start.value
      seen.add(node.value)
      node = resolve(ref, node.file)
    }
    return false
  }

  const $defs: Record<string, Lifted> = {}
  const names = new Map<unknown, string>()

  const nameOf = (node: Node, make = () => lift(node)): string => {
    const known = names.get(node.value)
    if (known !== undefined) return known
    const name = `s${Object.keys($defs).length}`
    if (isObject(node.value)) names.set(node.value, name)
    // Reserves the name: the schema may refer to itself.
    $defs[name] = true
    $defs[name] = make()
    return name
  }

  const link = (ref: string, file: string): { $ref?: string } => {
    const target = resolve(ref, file)
    return target === undefined ? {} : { $ref: `#/$defs/${nameOf(target)}` }
  }

  const lift = ({ file, value }: Node): Lifted => {
    if (typeof value === 'boolean') return value
    if (!isObject(value)) return true
    const inside = (schema: unknown): Lifted => lift({ file, value: schema })
    const ref = refOf(value)
    const target = ref === undefined || isItself({ file, value }) ? {} : link(ref, file)
    const isNullable = value.nullable ?? (ignoresSiblings ? value['x-nullable'] : false)
    if (ref !== undefined && ignoresSiblings) return isNullable === true ? orNull(target) : target
    const out = { ...target, ...liftKeywords(value, inside) }
    return isNullable === true ? orNull(out) : out
  }

  /** Fields of a form (2.0) as one object. */
  const liftForm = (operation: Node, item: unknown): Lifted => {
    const parameters = [own(item, 'parameters'), own(operation.value, 'parameters')]
      .flatMap(listed => (Array.isArray(listed) ? (listed as unknown[]) : []))
      .map(value => endOf({ file: operation.file, value }))
      .filter(node => own(node?.value, 'in') === 'formData')
    const fields = new Map(parameters.map(node => [String(own(node?.value, 'name')), node]))
    return {
      type: 'object',
      required: [...fields].filter(([, node]) => isTrue(own(node?.value, 'required'))).map(([name]) => name),
      properties: Object.fromEntries([...fields].map(([name, node]) => [name, node === undefined ? true : lift(node)])),
    }
  }

  const add = (pointer: string): string => {
    const [file = ''] = pointer.split('#', 1)
    const tokens = pointer.slice(file.length + 1).split('/')
    const at = (path: readonly string[]): Node => {
      const found = walk(file === '' ? root : file, path)
      if (found === undefined) throw new Error(`There is nothing at ${pointer}.`)
      return found
    }
    const found = at(tokens)
    const [owner, name = ''] = tokens.slice(-2)
    if (version.startsWith('2') && own(found.value, 'parameters') !== undefined)
      return nameOf(found, () => liftForm(found, at(tokens.slice(0, -1)).value))
    // A schema in the place of its media type.
    const isSchema = owner === 'content' && name === 'schema' && own(found.value, 'schema') === undefined
    const isMediaType =
      (owner === 'content' && !isSchema) || (name.includes('~1') && !['schemas', 'definitions'].includes(owner ?? ''))
    if (!isMediaType && String(own(found.value, 'in')).toLowerCase() !== 'body') return nameOf(found)
    const end = own(found.value, 'schema') === undefined ? endOf(found) : found
    return nameOf({ file: end?.file ?? root, value: own(end?.value, 'schema') ?? own(end?.value, 'itemSchema') })
  }
  return { $defs, add }
}

/** Not only as the specification has it: `nullable` next to `$ref`, `enum` and the like is meant to add null. */
const orNull = (schema: Lifted): Lifted => ({ anyOf: [schema, { type: 'null' }] })

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const parseFile = (path: string, name: string): unknown => {
  try {
    const parsed = parse(readFileSync(path), name, DEFAULT_LIMITS)
    // The validator knows only the numbers of JavaScript.
    return parsed.ok ? (JSON.parse(JSON.stringify(parsed.value)) as unknown) : undefined
  } catch {
    return undefined
  }
}
