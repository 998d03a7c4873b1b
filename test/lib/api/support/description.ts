import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect } from 'vitest'
import description from '../../../../lib/api/openapi.json' with { type: 'json' }

type Node = { readonly [key: string]: unknown }

const document: Node = description
const pointer = (...keys: readonly string[]): string =>
  keys.map(key => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

const at = (keys: readonly string[]): Node | undefined => {
  let node: unknown = document
  for (const key of keys) node = typeof node === 'object' && node !== null ? (node as Node)[key] : undefined
  return node as Node | undefined
}

/** Resolves the $ref at a location, if it has one. */
const follow = (keys: readonly string[]): readonly string[] => {
  const reference = at(keys)?.$ref
  return typeof reference === 'string' ? reference.slice(2).split('/') : keys
}

/** Creates the validator of requests and responses against the OpenAPI description. */
export const createJudge = () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  // The package is CommonJS: what it exports by default is its whole module to TypeScript.
  formats.default(ajv)
  ajv.addSchema(document, 'api')
  const schemaAt = (keys: readonly string[]) => {
    const validate = ajv.getSchema(`api#${pointer(...keys)}`)
    if (validate === undefined) throw new Error(`The description has no schema at ${pointer(...keys)}.`)
    return validate
  }
  return {
    /** Fails the test if the description does not allow the response. */
    answer: (method: string, path: string, status: number, contentType: string, body: unknown): void => {
      const response = follow(['paths', path, method.toLowerCase(), 'responses', String(status)])
      expect(at(response), `${method} ${path} ${status} is described`).toBeDefined()
      const validate = schemaAt([...response, 'content', contentType, 'schema'])
      validate(body)
      expect(validate.errors ?? [], `${method} ${path} ${status}: ${JSON.stringify(body)}`).toEqual([])
    },
    /** Tests if the description allows a request body. */
    takes: (path: string, body: unknown): boolean =>
      schemaAt(['paths', path, 'post', 'requestBody', 'content', 'application/json', 'schema'])(body) === true,
  }
}

/** Returns every route and status of the description, as `METHOD path status`. */
export const describedAnswers = (): string[] =>
  Object.entries(description.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, { responses }]) =>
      Object.keys(responses).map(status => `${method.toUpperCase()} ${path} ${status}`),
    ),
  )
