import fc from 'fast-check'

/** Names that become one another, or what others get where theirs is taken. */
const COMPONENTS = [
  ...['a b', 'a.b', 'a_b', 'a_b_eb359566', 'a', 'a_json', 'a_Request', 'g_Response_200', 'g_Response_200_89ce71e3'],
  ...['R', 'R_Response', 'R_Response_xml', '日', '\ud800', '\ud801', '__proto__', 'constructor', 'x'.repeat(130)],
]
const SHARED = ['R', 'a', 'a b', 'a_b', 'g', '\ud800', '\ud801']
const OPERATION_IDS = ['g', 'a', 'R', 'a b', 'a_b', 'a$b', 'g_Response', '日', '\ud800', undefined]
const PATHS = ['/a', '/b', '/{a b}/{a_b}', '/\ud800', '/\ud801', '/R']
const FORMS: readonly (readonly string[])[] = [
  ['application/json'],
  ['application/xml'],
  ['application/json', 'application/xml'],
]

type Content = {
  readonly of: 'inline' | 'inlines' | 'component' | 'property' | 'shared' | 'place'
  readonly name: number
  readonly form: number
}

type Described = {
  readonly components: readonly string[]
  readonly shared: readonly string[]
  readonly operations: readonly {
    readonly path: string
    readonly method: string
    readonly operationId: string | undefined
    readonly body: Content
    readonly answer: Content
  }[]
}

const content: fc.Arbitrary<Content> = fc.record({
  of: fc.constantFrom('inline', 'inlines', 'component', 'property', 'shared', 'place'),
  name: fc.nat(30),
  form: fc.nat(FORMS.length - 1),
})

const described: fc.Arbitrary<Described> = fc.record({
  components: fc.uniqueArray(fc.constantFrom(...COMPONENTS), { minLength: 1 }),
  shared: fc.uniqueArray(fc.constantFrom(...SHARED), { minLength: 1 }),
  operations: fc.uniqueArray(
    fc.record({
      path: fc.constantFrom(...PATHS),
      method: fc.constantFrom('put', 'post'),
      operationId: fc.constantFrom(...OPERATION_IDS),
      body: content,
      answer: content,
    }),
    { selector: ({ path, method }) => `${method} ${path}`, minLength: 1, maxLength: 6 },
  ),
})

/** Files of a document by name; the root is `openapi.json`. */
export type NamedFiles = Readonly<Record<string, unknown>>

const mapping = (entries: readonly (readonly [string, unknown])[]): Record<string, unknown> =>
  Object.fromEntries(entries)
const pick = (names: readonly string[], index: number): string => names[index % names.length] ?? ''
const token = (name: string): string => name.replaceAll('/', '~1')

const schemaOf = (name: string): object => ({ type: 'object', title: name, properties: { p_q: { title: name } } })

/** Places in the body of an operation: the whole, and two that have one name. */
const PLACES = ['', '/properties/p_items', '/properties/p/items']

const partOfBody = ({ name }: Content, operations: Described['operations']): string => {
  const { path, method, body } = operations[name % operations.length] ?? { path: '', method: '', body: undefined }
  const [type = ''] = FORMS[body?.form ?? 0] ?? []
  const pointer = `/paths/${token(path)}/${method}/requestBody/content/${token(type)}/schema${pick(PLACES, name)}`
  return `#${encodeURI(pointer.toWellFormed())}`
}

/** Components in the root, or in two files that both have all of them. */
type Homes = readonly string[]
const IN_ROOT: Homes = ['#/components/schemas']

type Surroundings = { readonly components: readonly string[]; readonly homes: Homes; readonly part: string }

const mediaTypes = ({ of, name, form }: Content, label: string, { components, homes, part }: Surroundings): object => {
  const pointer = `${pick(homes, name)}/${token(pick(components, name))}`
  const schema = (type: string): object =>
    of === 'component'
      ? { $ref: pointer }
      : of === 'property'
        ? { $ref: `${pointer}/properties/p_q` }
        : of === 'place'
          ? { $ref: part }
          : inlineSchema(of === 'inlines' ? `${label} ${type}` : label)
  return mapping((FORMS[form] ?? []).map(type => [type, { schema: schema(type) }]))
}

const inlineSchema = (title: string): object => ({
  type: 'object',
  title,
  properties: { p_items: { title: `${title} p_items` }, p: { items: { title: `${title} items` } } },
})

type Members = {
  readonly pointer: string
  readonly names: readonly string[]
  readonly label: string
  readonly document: Described
  readonly homes: Homes
}

const members = (content: Content, { pointer, names, label, document: { components, operations }, homes }: Members) =>
  content.of === 'shared'
    ? { $ref: `#/components/${pointer}/${token(pick(names, content.name))}` }
    : {
        description: label,
        content: mediaTypes(content, label, { components, homes, part: partOfBody(content, operations) }),
      }

const pathsOf = (document: Described, homes: Homes): Record<string, unknown> => {
  const { operations, shared } = document
  const common = { names: shared, document, homes }
  const byPath = Map.groupBy(operations, ({ path }) => path)
  const item = (ofPath: Described['operations']): unknown =>
    mapping(
      ofPath.map(({ path, method, operationId, body, answer }) => [
        method,
        {
          ...(operationId !== undefined && { operationId }),
          requestBody: members(body, { ...common, pointer: 'requestBodies', label: `${method} ${path} body` }),
          responses: {
            200: members(answer, { ...common, pointer: 'responses', label: `${method} ${path} answer` }),
          },
        },
      ]),
    )
  return mapping(Array.from(byPath, ([path, ofPath]) => [path, item(ofPath)]))
}

const sharedOf = (names: readonly string[], kind: string): Record<string, unknown> =>
  mapping(
    names.map((name, i) => {
      const content = mediaTypes({ of: 'inlines', name: 0, form: i % FORMS.length }, `${kind} ${name}`, {
        components: [],
        homes: IN_ROOT,
        part: '',
      })
      return [name, { description: name, content }]
    }),
  )

/**
 * How the components are spread over files: not, all in one, each a reference to its own, two folders by turns, or all of
 * them in each of two files.
 */
const LAYOUTS = ['one file', 'file of components', 'index of schemas', 'file by file', 'two files'] as const

const layOut = (document: Described, layout: (typeof LAYOUTS)[number]): NamedFiles => {
  const homes = layout === 'two files' ? ['a.json#', 'b/c.json#/components/schemas'] : IN_ROOT
  const root = { openapi: '3.1.0', info: { title: 'Names', version: '1' }, paths: pathsOf(document, homes) }
  const schemas = mapping(document.components.map(name => [name, schemaOf(name)]))
  const others = { responses: sharedOf(document.shared, 'response'), requestBodies: sharedOf(document.shared, 'body') }
  if (layout === 'file of components')
    return { 'openapi.json': { ...root, components: { $ref: 'c.json' } }, 'c.json': { schemas, ...others } }
  if (layout === 'index of schemas')
    return {
      'openapi.json': { ...root, components: { schemas: { $ref: 'a.json' }, ...others } },
      'a.json': schemas,
    }
  if (layout === 'two files')
    return {
      'openapi.json': { ...root, components: others },
      'a.json': schemas,
      'b/c.json': { components: { schemas } },
    }
  if (layout === 'one file') return { 'openapi.json': { ...root, components: { schemas, ...others } } }
  const fileOf = (i: number): string => (i % 2 === 0 ? `a/${Math.floor(i / 2)}.json` : `b/${Math.floor(i / 2)}.json`)
  const references = mapping(document.components.map((name, i) => [name, { $ref: fileOf(i) }]))
  const files = mapping(document.components.map((name, i) => [fileOf(i), schemaOf(name)]))
  return { 'openapi.json': { ...root, components: { schemas: references, ...others } }, ...files }
}

/** Documents of 3.1 whose names collide in every way, in one file and in several. */
export const namedFiles: fc.Arbitrary<NamedFiles> = fc
  .tuple(described, fc.constantFrom(...LAYOUTS))
  .map(([document, layout]) => layOut(document, layout))

const FORMS_20: readonly (readonly string[] | undefined)[] = [...FORMS, undefined]

/** Documents of 2.0 whose operations share responses and bodies, each with media types of its own. */
export const swaggerFiles: fc.Arbitrary<NamedFiles> = fc
  .record({
    document: described,
    usual: fc.constantFrom(...FORMS_20),
    forms: fc.array(fc.constantFrom(...FORMS_20), { minLength: 6, maxLength: 6 }),
  })
  .map(({ document: { operations, shared }, usual, forms }) => {
    const item = (ofPath: Described['operations']): unknown =>
      mapping(
        ofPath.map(({ path, method, operationId, body, answer }) => {
          const types = forms[PATHS.indexOf(path)]
          return [
            method,
            {
              ...(operationId !== undefined && { operationId }),
              ...(types !== undefined && { consumes: types, produces: types }),
              parameters: [{ $ref: `#/parameters/${token(pick(shared, body.name))}` }],
              responses: { 200: { $ref: `#/responses/${token(pick(shared, answer.name))}` } },
            },
          ]
        }),
      )
    const paths = mapping(
      Array.from(
        Map.groupBy(operations, ({ path }) => path),
        ([path, ofPath]) => [path, item(ofPath)],
      ),
    )
    const schema = (title: string): object => ({ schema: { type: 'object', title } })
    return {
      'openapi.json': {
        swagger: '2.0',
        info: { title: 'Names', version: '1' },
        ...(usual !== undefined && { consumes: usual, produces: usual }),
        paths,
        parameters: mapping(shared.map(name => [name, { name: 'b', in: 'body', ...schema(`body ${name}`) }])),
        responses: mapping(shared.map(name => [name, { description: name, ...schema(`response ${name}`) }])),
      },
    }
  })
