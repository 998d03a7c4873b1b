import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Format } from '../../../lib/openapi/parse/parse.ts'
import { listOperations } from '../../support/list-operations.ts'
import { PLANNING } from '../bundle-planning.ts'
import { parseAlone, textOf } from '../parse-alone.ts'
import { type Made, messageOf, type NodeProperty, operationsOffered, requestsIn } from './outcome.ts'

/** Converts the bytes of a document. */
export type Task = (bytes: Uint8Array, format: Format) => Promise<Made>

export type Contender = {
  readonly name: string
  /** The package's exact version; absent for the project itself. */
  readonly version?: string
  readonly asked: string
  /** What this project makes of a document and this one doesn't. */
  readonly lacking: string
  /** Loads the package from a folder that it is installed in; this project from its bundle there. */
  readonly load: (folder: string) => Promise<Task>
}

const parsed = (bytes: Uint8Array, format: Format): unknown => parseAlone(textOf(bytes), format)
const requireFrom = (file: string) => createRequire(file)
const rootOf = (folder: string): string => join(folder, 'package.json')

export const CONTENDERS: readonly Contender[] = [
  {
    name: 'this project',
    asked: 'every action and definition, checked against the rules of the platform, with diagnostics',
    lacking: 'the plan is not sent',
    load: async folder => {
      const { payloadsOf, planOf }: typeof import('../planning.ts') = await import(
        pathToFileURL(join(folder, PLANNING)).href
      )
      return async bytes => {
        const plan = planOf(bytes)
        return { value: plan, count: () => plan.actions.length, write: () => payloadsOf(plan) }
      }
    },
  },
  {
    name: 'openapi-to-postmanv2',
    version: '6.3.3',
    asked: 'a collection (`convertV2`)',
    lacking: 'bodies are examples, without schemas',
    load: async folder => {
      const converter = requireFrom(rootOf(folder))('openapi-to-postmanv2')
      return async bytes => {
        const input = { type: 'string', data: textOf(bytes) }
        const { result, reason, output } = await new Promise<Conversion>((resolve, reject) =>
          converter.convertV2(input, {}, (error: unknown, done: Conversion) => (error ? reject(error) : resolve(done))),
        )
        if (!result) throw new Error(reason)
        return { value: output, count: () => requestsIn(output?.[0]?.data ?? {}) }
      }
    },
  },
  {
    name: 'openapi-mcp-generator',
    version: '4.0.1',
    asked: 'tools with their schemas (`getToolsFromOpenApi` with `dereference`)',
    lacking: 'no responses; for Swagger 2.0, the schema of a tool has the body only',
    load: async folder => {
      const file = requireFrom(rootOf(folder)).resolve('openapi-mcp-generator')
      const { getToolsFromOpenApi } = await import(pathToFileURL(file).href)
      return async (bytes, format) => {
        const tools = await getToolsFromOpenApi(parsed(bytes, format), { dereference: true })
        return { value: tools, count: () => tools.length }
      }
    },
  },
  {
    name: '@devlikeapro/n8n-openapi-node',
    version: '0.1.4',
    asked: 'the properties of a node (`N8NPropertiesBuilder`)',
    lacking: "no schemas, no responses; operations that it can't convert are skipped, with a line in its log",
    load: async folder => {
      const file = requireFrom(rootOf(folder)).resolve('@devlikeapro/n8n-openapi-node')
      const { N8NPropertiesBuilder } = requireFrom(file)(file)
      // The logger that it would make for itself starts a thread each time.
      const logger = requireFrom(file)('pino')({ level: 'silent' })
      return async (bytes, format) => {
        const properties: NodeProperty[] = new N8NPropertiesBuilder(parsed(bytes, format), { logger }).build()
        return { value: properties, count: () => operationsOffered(properties) }
      }
    },
  },
  {
    name: 'oas',
    version: '38.6.0',
    asked: 'JSON Schemas of the parameters, bodies and responses of every operation',
    lacking: 'shared schemas are repeated; for Swagger 2.0, no responses, and no types of parameters',
    load: async folder => {
      const { default: Oas } = await importFrom(folder, 'oas/dist/index.js')
      return async (bytes, format) => {
        const paths: Record<string, Record<string, OasOperation>> = Oas.init(parsed(bytes, format)).getPaths()
        const schemas: unknown[] = []
        let problem: string | undefined
        for (const operation of Object.values(paths).flatMap(item => Object.values(item))) {
          try {
            schemas.push(schemasOf(operation))
          } catch (error) {
            problem = messageOf(error)
          }
        }
        return { value: schemas, count: () => schemas.length, ...(problem !== undefined && { problem }) }
      }
    },
  },
  {
    name: '@apidevtools/swagger-parser',
    version: '13.1.0',
    asked: 'the document with all references resolved (`dereference`, without fetching other documents)',
    lacking: 'no result per operation',
    load: async folder => {
      const parser = requireFrom(rootOf(folder))('@apidevtools/swagger-parser')
      const { dereference } = parser.default ?? parser
      return async (bytes, format) => {
        const whole: unknown = await dereference(parsed(bytes, format), { resolve: { external: false } })
        return { value: whole, count: () => listOperations(whole).length }
      }
    },
  },
  {
    name: '@scalar/openapi-parser',
    version: '0.29.22',
    asked: 'the document with all references resolved (`dereference`)',
    lacking: 'no result per operation',
    load: async folder => {
      const { dereference } = await importFrom(folder, '@scalar/openapi-parser/dist/index.js')
      return async (bytes, format) => {
        const { schema } = dereference(parsed(bytes, format))
        return { value: schema, count: () => listOperations(schema).length }
      }
    },
  },
  {
    name: '@redocly/openapi-core',
    version: '2.64.0',
    asked: 'the document as one file (`bundle`)',
    lacking: 'no result per operation; references are kept',
    load: async folder => {
      const { bundle, createConfig, Source } = await importFrom(folder, '@redocly/openapi-core/lib/index.js')
      const config = await createConfig({})
      return async (bytes, format) => {
        const doc = { source: new Source('document', textOf(bytes)), parsed: parsed(bytes, format) }
        const { bundle: whole } = await bundle({ doc, config })
        return { value: whole.parsed, count: () => listOperations(whole.parsed).length }
      }
    },
  },
]

const importFrom = (folder: string, file: string) => import(pathToFileURL(join(folder, 'node_modules', file)).href)

type Conversion = {
  readonly result: boolean
  readonly reason?: string
  readonly output?: readonly { readonly data: object }[]
}

type OasOperation = {
  readonly getParametersAsJSONSchema: () => unknown
  readonly getResponseStatusCodes: () => string[]
  readonly getResponseAsJSONSchema: (status: string) => unknown
}

const schemasOf = (operation: OasOperation): unknown[] => [
  operation.getParametersAsJSONSchema(),
  ...operation.getResponseStatusCodes().map(status => operation.getResponseAsJSONSchema(status)),
]
