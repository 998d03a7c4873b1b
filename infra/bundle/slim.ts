import { readFile } from 'node:fs/promises'
import { createRequire, isBuiltin } from 'node:module'
import { dirname, parse } from 'node:path'
import type { Plugin } from 'esbuild'

/** A part of a package that gets other contents in the bundles. */
type Replacement = {
  /** Of the file's path. */
  readonly file: RegExp
  readonly contents: (text: string, path: string) => string
}

/** Lambda hands over credentials in the environment: the chain of all other ways to get some is never asked. */
const credentials: Replacement = {
  file: /\/@aws-sdk\/credential-provider-node\/dist-es\/index\.js$/,
  contents: () => "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env'",
}

/** DynamoDB looks for endpoints only where it is asked to; the cache for them comes with a library of its own. */
const endpointCache: Replacement = {
  file: /\/@aws-sdk\/endpoint-cache\/dist-es\/index\.js$/,
  contents: () => 'export class EndpointCache {}',
}

/** What S3's select and Lambda's response streams speak; the importer uses neither. */
const eventStreams: Replacement = {
  file: /\/@smithy\/core\/dist-es\/submodules\/event-streams\/index\.js$/,
  contents: () => `
    export const eventStreamSerdeProvider = () => undefined
    export const resolveEventStreamSerdeConfig = config => config
    export class EventStreamSerde {
      constructor() { throw new Error('Event streams are left out of the bundle, see infra/bundle/slim.ts.') }
    }`,
}

/**
 * Lets esbuild drop what describes unused operations: it takes a computed key for code with an effect, so the keys are
 * written out. Errors keep their name, but have no class of their own; the project tells them by name.
 */
const schemas: Replacement = {
  file: /\/@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_\d+\.js$/,
  contents: text => {
    const constants = new Map(
      Array.from(text.matchAll(/^const (_\w+) = ("[^"]*");$/gm), ([, name, value]) => [name, value]),
    )
    return text
      .replaceAll(/\[(_\w+)\]:/g, (key, name: string) => (constants.has(name) ? `${constants.get(name)}:` : key))
      .replaceAll(/^n\d+_registry\.registerError\(.+\);$/gm, '')
  },
}

/** Each client reads its version from there, and would bring all of it along. */
const manifests: Replacement = {
  file: /\/@aws-sdk\/client-[\w-]+\/package\.json$/,
  contents: text => `export default { version: ${JSON.stringify(JSON.parse(text).version)} }`,
}

/** The durable SDK names its errors by their class, and loads the whole Lambda client: it gets the parts that it calls. */
const durable: Replacement = {
  file: /\/@aws\/durable-execution-sdk-js\/dist\/index\.mjs$/,
  contents: (text, path) => {
    const whole = "import('@aws-sdk/client-lambda')"
    if (!text.includes(whole))
      throw new Error(`${path} does not load the Lambda client as infra/bundle/slim.ts expects.`)
    const code = text
      .replace(whole, 'Promise.resolve(lambdaClientParts)')
      .replaceAll(/^((?:export )?class (\w+)(?: extends \w+)? \{)$/gm, '$1 static name = "$2";')
    return `import { LambdaClient, CheckpointDurableExecutionCommand, GetDurableExecutionStateCommand } from '@aws-sdk/client-lambda'
      const lambdaClientParts = { LambdaClient, CheckpointDurableExecutionCommand, GetDurableExecutionStateCommand }
      ${code}`
  },
}

/** What makes checksums where Node's own crypto is missing, which it never is on Lambda. */
const checksums: Replacement = {
  file: /\/dist-es\/submodules\/(?:checksum|sha)\/\w+\/(?:Crc32|Md5|Sha1|Sha256)Js\.js$/,
  contents: (_text, path) => `export class ${parse(path).name} {
    constructor() { throw new Error('Checksums in JavaScript are left out of the bundle, see infra/bundle/slim.ts.') }
  }`,
}

const YAML_WRITER =
  /\/\/#region src\/(?:ast\/(?:from_js|visit|styler_defaults|scalar_styler|presenter)|dump)\.ts\n.*?\/\/#endregion\n/gs

/** Documents are read, never written; esbuild can't know that making the tables of js-yaml's writer has no effect. */
const yaml: Replacement = {
  file: /\/js-yaml\/dist\/js-yaml\.mjs$/,
  contents: (text, path) => {
    const reader = text.replaceAll(YAML_WRITER, '')
    if (reader === text) throw new Error(`${path} has not the regions that infra/bundle/slim.ts expects.`)
    const isThere = (name: string): boolean => new RegExp(`^(?:var|function|class) ${name}\\b`, 'm').test(reader)
    return reader.replace(/^export \{(.*)\}/m, (_all, names: string) => {
      const exported = names.split(',').map(name => name.trim())
      return `export { ${exported.filter(isThere).join(', ')} }`
    })
  },
}

const REPLACEMENTS: readonly Replacement[] = [
  credentials,
  endpointCache,
  eventStreams,
  schemas,
  manifests,
  durable,
  checksums,
  yaml,
]

/** What the SDK would load for an event stream, or for a browser. */
const NEVER_LOADED = /^(@smithy\/core\/event-streams|bowser)$/
const REFUSAL = 'data:text/javascript,throw new Error("This is left out of the bundle, see infra/bundle/slim.ts.")'

/**
 * A built-in module of which only the exports that are used are read. Node's own import reads them all, and some of them
 * load others: node:http the whole of fetch.
 */
const builtIn = (path: string): string => {
  const names = Object.keys(createRequire(import.meta.url)(path)).filter(name => /^[\w$]+$/.test(name))
  return [
    `const whole = /* @__PURE__ */ require('${path}')`,
    'const read = name => whole[name]',
    ...names.map(name => `const ${name}_ = /* @__PURE__ */ read('${name}')`),
    `export { ${['whole as default', ...names.map(name => `${name}_ as ${name}`)].join(', ')} }`,
  ].join('\n')
}

/** Leaves out of the bundles what the functions never run: less to load at each cold start. */
export const slim: Plugin = {
  name: 'slim',
  setup: build => {
    build.onResolve({ filter: /^[a-z_/:0-9]+$/ }, ({ kind, path }) =>
      kind === 'import-statement' && isBuiltin(path) ? { path, namespace: 'built-in' } : undefined,
    )
    build.onResolve({ filter: NEVER_LOADED }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: REFUSAL, external: true } : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'built-in' }, ({ path }) => ({ contents: builtIn(path) }))
    for (const { file, contents } of REPLACEMENTS) {
      build.onLoad({ filter: file }, async ({ path }) => ({
        contents: contents(await readFile(path, 'utf8'), path),
        resolveDir: dirname(path),
      }))
    }
  },
}
