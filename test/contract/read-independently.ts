/** What an operation asks and answers, as a reader of the specification would note it down; shares nothing with `lib`. */
export type Reading = {
  /** `query limit`, `path id!`: location, name, and `!` where it is required; sorted. */
  readonly parameters: readonly string[]
  /** Media types, sorted, `!` last where a body is required; undefined where there is no body. */
  readonly body?: readonly string[]
  /** `200 application/json text/csv`; the default is called so. Sorted. */
  readonly responses: readonly string[]
}

type Json = { readonly [key: string]: Json }

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']
const NOT_SENT = ['accept', 'content-type', 'authorization']
const FORMS = ['application/x-www-form-urlencoded', 'multipart/form-data']

/** Readings of webhooks by `POST petSold`, of a document of 3.x in one file. */
export const readWebhooksIndependently = (document: Json): Map<string, Reading> =>
  readIndependently({ ...document, paths: document.webhooks ?? document['x-webhooks'] ?? {} } as Json)

/** Readings by `GET /users`, of a document of 2.0 or 3.x in one file. */
export const readIndependently = (document: Json): Map<string, Reading> => {
  const resolve = (value: Json): Json => {
    if (typeof value?.$ref !== 'string') return value
    const tokens = decodeURIComponent((value.$ref as string).slice(2)).split('/')
    return resolve(
      tokens.reduce((at, token) => at[token.replaceAll('~1', '/').replaceAll('~0', '~')] as Json, document),
    )
  }
  const readings = new Map<string, Reading>()
  const isOld = document.swagger !== undefined
  for (const [path, found] of Object.entries(document.paths ?? {})) {
    if (path.startsWith('x-')) continue
    const item = resolve(found)
    for (const method of METHODS) {
      const operation = item[method]
      if (operation === undefined) continue
      const list = (owner: Json): Json[] => ((owner.parameters ?? []) as unknown as Json[]).map(resolve)
      const all = new Map([...list(item), ...list(operation)].map(one => [`${one.in} ${one.name}`, one]))
      readings.set(`${method.toUpperCase()} ${path}`, {
        parameters: parametersOf(
          [...all.values()].flatMap(one => propertiesOf(one, [...all.values()], resolve)),
          path,
        ),
        ...bodyOf(isOld, document, operation, [...all.values()], resolve),
        responses: responsesOf(isOld, document, operation, resolve),
      })
    }
  }
  return readings
}

/** The properties of an object in the query, where each is sent on its own and has no parameter of its name. */
const propertiesOf = (one: Json, all: readonly Json[], resolve: (value: Json) => Json): Json[] => {
  const schema = (one.schema && resolve(one.schema)) ?? {}
  const { properties, type, required = [] } = { ...(schema.allOf as unknown as Json[] | undefined)?.[0], ...schema }
  const isDeep = text(one.style) === 'deepObject'
  const isForm = [undefined, 'form'].includes(one.style as unknown as string) && (one.explode as unknown) !== false
  if (text(one.in) !== 'query' || text(type) !== 'object' || properties === undefined || !(isDeep || isForm))
    return [one]
  const free = Object.keys(properties)
    .map(name => ({ name, sent: isDeep ? `${text(one.name)}[${name}]` : name }))
    .filter(({ sent }) => !all.some(other => text(other.in) === 'query' && text(other.name) === sent))
    .map(({ name, sent }) => {
      const isRequired = (one.required as unknown) === true && (required as unknown as string[]).includes(name)
      return { in: 'query', name: sent, required: isRequired } as unknown as Json
    })
  return free.length > 0 ? free : [one]
}

const parametersOf = (all: readonly Json[], path: string): string[] => {
  const sent = all.filter(
    ({ in: location, name }) =>
      ['path', 'query', 'header', 'cookie'].includes(text(location)) &&
      !(text(location) === 'header' && NOT_SENT.includes(text(name).toLowerCase())) &&
      !(text(location) === 'path' && !path.includes(`{${text(name)}}`)),
  )
  const named = sent.map(one => {
    const required = text(one.in) === 'path' || (one.required as unknown) === true
    return `${text(one.in)} ${text(one.name)}${required ? '!' : ''}`
  })
  const undeclared = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => `path ${name}!`)
  return [...new Set([...named, ...undeclared])].sort()
}

const bodyOf = (
  isOld: boolean,
  document: Json,
  operation: Json,
  parameters: readonly Json[],
  resolve: (value: Json) => Json,
): Pick<Reading, 'body'> => {
  if (!isOld) {
    if (operation.requestBody === undefined) return {}
    const { content, required } = resolve(operation.requestBody)
    return { body: [...Object.keys(resolve(content ?? {})).sort(), ...((required as unknown) === true ? ['!'] : [])] }
  }
  const consumes = listed(operation.consumes ?? document.consumes)
  const body = parameters.find(one => text(one.in) === 'body')
  const fields = parameters.filter(one => text(one.in) === 'formData')
  const [asked] = body === undefined ? [fields.some(isRequired)] : [isRequired(body)]
  if (body !== undefined) return { body: [...orElse(consumes, 'application/json').sort(), ...(asked ? ['!'] : [])] }
  if (fields.length === 0) return {}
  const hasFile = fields.some(one => text(one.type) === 'file')
  const forms = consumes.filter(name => FORMS.includes(name) && !(hasFile && name === FORMS[0]))
  return { body: [...orElse(forms, FORMS[hasFile ? 1 : 0] ?? '').sort(), ...(asked ? ['!'] : [])] }
}

const responsesOf = (isOld: boolean, document: Json, operation: Json, resolve: (value: Json) => Json): string[] => {
  const produces = listed(operation.produces ?? document.produces)
  const found = Object.entries(operation.responses ?? {}).filter(([status]) => !status.startsWith('x-'))
  return found.map(([status, stated]) => {
    const { schema, content } = resolve(stated)
    const types = isOld
      ? schema === undefined
        ? []
        : orElse(produces, 'application/json')
      : Object.keys(resolve(content ?? {}))
    return [status.toLowerCase(), ...types.sort()].join(' ')
  })
}

const text = (value: unknown): string => String(value)
const isRequired = (parameter: Json): boolean => (parameter.required as unknown) === true
const listed = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
const orElse = (names: readonly string[], fallback: string): string[] => (names.length > 0 ? [...names] : [fallback])
