import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Format } from '../../../lib/openapi/parse.ts'
import { parseAlone, planPayloads, textOf } from '../planning.ts'

/** From the bytes of a document to a result as JSON text; how many operations are in it. */
export type Task = (bytes: Uint8Array, format: Format) => Promise<number>

export type Contender = {
  readonly name: string
  /** The package's exact version; absent for the project itself. */
  readonly version?: string
  readonly asked: string
  /** Loads the package from a folder that it is installed in. */
  readonly load: (folder: string) => Promise<Task>
}

type Json = Record<string, unknown>
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

const parsed = (bytes: Uint8Array, format: Format): Json => parseAlone(textOf(bytes), format) as Json
const requireFrom = (folder: string) => createRequire(join(folder, 'package.json'))

/** Every operation that stands in the paths of what a parser gives back. */
const operationsIn = (document: Json): number =>
  Object.values((document.paths ?? {}) as Record<string, Json>).reduce(
    (sum, item) => sum + METHODS.filter(method => method in item).length,
    0,
  )

/** A result with cycles can't be written, which is no fault of what only resolves references. */
const written = (value: unknown): void => {
  try {
    JSON.stringify(value)
  } catch {
    // It is a cycle, or a text longer than there can be.
  }
}

const requestsIn = ({ item, request }: { item?: Json[]; request?: unknown }): number =>
  (item ?? []).reduce((sum, child) => sum + requestsIn(child), 0) + (request === undefined ? 0 : 1)

export const CONTENDERS: readonly Contender[] = [
  {
    name: 'this project',
    asked: 'every action and definition, checked for what the platform refuses, with diagnostics',
    load: async () => async bytes => planPayloads(bytes).operations,
  },
  {
    name: 'openapi-to-postmanv2',
    version: '6.3.3',
    asked: 'a collection (`convertV2`)',
    load: async folder => {
      const converter = requireFrom(folder)('openapi-to-postmanv2')
      return async bytes => {
        const input = { type: 'string', data: textOf(bytes) }
        const { result, reason, output } = await new Promise<Json & { output?: { data: Json }[] }>((resolve, reject) =>
          converter.convertV2(input, {}, (error: unknown, done: Json) => (error ? reject(error) : resolve(done))),
        )
        if (result !== true) throw new Error(String(reason))
        const [collection] = output ?? []
        JSON.stringify(collection)
        return requestsIn(collection?.data ?? {})
      }
    },
  },
  {
    name: 'openapi-mcp-generator',
    version: '4.0.1',
    asked: 'tools with their schemas (`getToolsFromOpenApi` with `dereference`)',
    load: async folder => {
      const file = requireFrom(folder).resolve('openapi-mcp-generator')
      const { getToolsFromOpenApi } = await import(pathToFileURL(file).href)
      return async (bytes, format) => {
        const tools = await getToolsFromOpenApi(parsed(bytes, format), { dereference: true })
        JSON.stringify(tools)
        return tools.length
      }
    },
  },
  {
    name: '@devlikeapro/n8n-openapi-node',
    version: '0.1.4',
    asked: 'the properties of a node (`N8NPropertiesBuilder`)',
    load: async folder => {
      const { N8NPropertiesBuilder } = requireFrom(folder)('@devlikeapro/n8n-openapi-node')
      return async (bytes, format) => {
        const properties: { name: string; options?: unknown[] }[] = new N8NPropertiesBuilder(
          parsed(bytes, format),
          {},
        ).build()
        JSON.stringify(properties)
        const lists = properties.filter(({ name }) => name === 'operation')
        return lists.reduce((sum, { options }) => sum + (options?.length ?? 0), 0)
      }
    },
  },
  {
    name: 'oas',
    version: '38.6.0',
    asked: 'JSON Schemas of the parameters and responses of every operation',
    load: async folder => {
      const { default: Oas } = await import(pathToFileURL(join(folder, 'node_modules/oas/dist/index.js')).href)
      return async (bytes, format) => {
        const paths: Record<string, Record<string, OasOperation>> = Oas.init(parsed(bytes, format)).getPaths()
        const operations = Object.values(paths).flatMap(item => Object.values(item))
        for (const operation of operations) {
          JSON.stringify(operation.getParametersAsJSONSchema())
          for (const status of operation.getResponseStatusCodes())
            JSON.stringify(operation.getResponseAsJSONSchema(status))
        }
        return operations.length
      }
    },
  },
  {
    name: '@apidevtools/swagger-parser',
    version: '13.1.0',
    asked: 'the document without references (`dereference`)',
    load: async folder => {
      const parser = requireFrom(folder)('@apidevtools/swagger-parser')
      return async (bytes, format) => {
        const whole = await (parser.default ?? parser).dereference(parsed(bytes, format))
        written(whole)
        return operationsIn(whole)
      }
    },
  },
]

type OasOperation = {
  readonly getParametersAsJSONSchema: () => unknown
  readonly getResponseStatusCodes: () => string[]
  readonly getResponseAsJSONSchema: (status: string) => unknown
}
