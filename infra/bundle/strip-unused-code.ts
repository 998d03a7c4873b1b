import { readFile } from 'node:fs/promises'
import { createRequire, isBuiltin } from 'node:module'
import { dirname, parse } from 'node:path'
import type { Plugin } from 'esbuild'

const AWS_CLIENT = /\/@aws-sdk\/client-/

/** A file of a package, or of the project, that gets other contents in the bundles. Each names the bytes of run-import that it saves. */
type Replacement = {
  /** Matches the path of the file. */
  readonly file: RegExp
  /** Matches the paths of the package that loads the file: a bundle with this package must have the file, too. */
  readonly loadedBy: RegExp
  /** @throws Error when the file lacks the code that is replaced */
  readonly contents: (source: string, path: string) => string
}

/**
 * The chain of all credential providers: Lambda has its credentials in the environment.
 * Saves 816 kB.
 */
const credentials: Replacement = {
  file: /\/@aws-sdk\/credential-provider-node\/dist-es\/index\.js$/,
  loadedBy: AWS_CLIENT,
  contents: () => "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env'",
}

/** The cache of DynamoDB's endpoint discovery, which is off. Saves 8 kB. */
const endpointCache: Replacement = {
  file: /\/@aws-sdk\/endpoint-cache\/dist-es\/index\.js$/,
  loadedBy: /\/@aws-sdk\/client-dynamodb\//,
  contents: () => 'export class EndpointCache {}',
}

/** Event streams, for S3 Select and Lambda's response streams. Saves 9 kB. */
const eventStreams: Replacement = {
  file: /\/@smithy\/core\/dist-es\/submodules\/event-streams\/index\.js$/,
  loadedBy: /\/@aws-sdk\/client-(?:lambda|s3)\//,
  contents: () => `
    export const eventStreamSerdeProvider = () => undefined
    export const resolveEventStreamSerdeConfig = config => config
    export class EventStreamSerde {
      constructor() { throw new Error('Event streams are not in the bundle, see infra/bundle/strip-unused-code.ts.') }
    }`,
}

/**
 * The descriptions of all operations of a client: esbuild keeps an object with computed keys, so the keys become
 * literals. The classes of the errors are removed; the project tests the name of an error.
 * Saves 142 kB.
 */
const schemas: Replacement = {
  file: /\/@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_\d+\.js$/,
  loadedBy: AWS_CLIENT,
  contents: (source, path) => {
    const constants = new Map(
      Array.from(source.matchAll(/^const (_\w+) = ("[^"]*");$/gm), ([, name, value]) => [name, value]),
    )
    const literal = replaceAll(source, path, /\[(_\w+)\]:/g, (key, name = '') =>
      constants.has(name) ? `${constants.get(name)}:` : key,
    )
    return replaceAll(literal, path, /^n\d+_registry\.registerError\(.+\);$/gm, () => '')
  },
}

/** The package.json of a client, from which it reads its version. Saves 11 kB. */
const manifests: Replacement = {
  file: /\/@aws-sdk\/client-[\w-]+\/package\.json$/,
  loadedBy: AWS_CLIENT,
  contents: source => JSON.stringify({ version: JSON.parse(source).version }),
}

/** The whole Lambda client of the durable SDK: it gets the two commands that it sends. Its errors get names. Saves 249 kB. */
const durable: Replacement = {
  file: /\/@aws\/durable-execution-sdk-js\/dist\/index\.mjs$/,
  loadedBy: /\/@aws\/durable-execution-sdk-js\//,
  contents: (source, path) => {
    const partial = replaceAll(
      source,
      path,
      /import\('@aws-sdk\/client-lambda'\)/g,
      () => 'Promise.resolve(lambdaClient)',
    )
    const code = replaceAll(
      partial,
      path,
      /^((?:export )?class (\w+)(?: extends \w+)? \{)$/gm,
      (_all, declaration, name) => `${declaration} static name = "${name}";`,
    )
    return `import { LambdaClient, CheckpointDurableExecutionCommand, GetDurableExecutionStateCommand } from '@aws-sdk/client-lambda'
      const lambdaClient = { LambdaClient, CheckpointDurableExecutionCommand, GetDurableExecutionStateCommand }
      ${code}`
  },
}

/** Checksums in JavaScript, for browsers: Node has its own. Saves 8 kB. */
const checksums: readonly Replacement[] = ['Crc32', 'Md5', 'Sha1', 'Sha256'].map(algorithm => ({
  file: new RegExp(`/dist-es/submodules/(?:checksum|sha)/\\w+/${algorithm}Js\\.js$`),
  loadedBy: /\/@aws-sdk\/client-s3\//,
  contents: (_source, path) => `export class ${parse(path).name} {
    constructor() { throw new Error('Checksums in JavaScript are not in the bundle, see infra/bundle/strip-unused-code.ts.') }
  }`,
}))

const YAML_WRITER =
  /\/\/#region src\/(?:ast\/(?:from_js|visit|styler_defaults|scalar_styler|presenter)|dump)\.ts\n.*?\/\/#endregion\n/gs

/** The writer of js-yaml, whose tables esbuild keeps: documents are only read. Saves 3 kB. */
const yaml: Replacement = {
  file: /\/js-yaml\/dist\/js-yaml\.mjs$/,
  loadedBy: /\/js-yaml\//,
  contents: (source, path) => {
    const reader = replaceAll(source, path, YAML_WRITER, () => '')
    const exists = (name: string): boolean => new RegExp(`^(?:var|function|class) ${name}\\b`, 'm').test(reader)
    return replaceAll(reader, path, /^export \{(.*)\}/gm, (_all, names = '') => {
      const exported = names.split(',').map(name => name.trim())
      return `export { ${exported.filter(exists).join(', ')} }`
    })
  },
}

/** The regular expressions of json-p3, which the project replaces by linear ones. Saves 14 kB. */
const regularExpressions: Replacement = {
  file: /\/json-p3\/dist\/json-p3\.esm\.js$/,
  loadedBy: /\/json-p3\//,
  contents: (source, path) => {
    const unregistered = replaceAll(
      source,
      path,
      /this\.functionRegister\.set\("(?:match|search)", new \w+\(\)\);/g,
      () => '',
    )
    return replaceAll(
      unregistered,
      path,
      /^\/\*\n \* iregexp-check .*^var check\$1 = check_1\.check;$/gms,
      () => 'const check$1 = () => false;',
    )
  },
}

const STRING = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/.source
const EXPLANATION = new RegExp(`\\{\\s*meaning:\\s*(?:${STRING}),\\s*remedy:\\s*(?:${STRING}),?\\s*\\}`, 'g')

/**
 * The explanations of diagnostics, which the report page has as JSON, and the kinds of diagnostics that a bundle does
 * not use: their definitions are calls, which esbuild keeps unless they are marked as pure.
 * Saves 22 kB.
 */
const diagnostics: Replacement = {
  file: /(?:^|\/)lib\/diagnostics\/kinds\/[\w-]+\.ts$/,
  loadedBy: /(?:^|\/)lib\/diagnostics\/kind\.ts$/,
  contents: (source, path) =>
    replaceAll(
      replaceAll(source, path, EXPLANATION, () => '{}'),
      path,
      /(?<=[=:] )(?:kind|error|warning|info)\(/g,
      call => `/* @__PURE__ */ ${call}`,
    ),
}

const MEANING = new RegExp(
  `(?<=\\b(?:(?:narrowing|widening)\\(\\s*(?:${STRING})|(?:bothWays|undirected)\\(\\s*(?:${STRING}),\\s*(?:${STRING})),\\s*)(?:${STRING})`,
  'g',
)

/** The meanings of the rules that classify changes: only the documentation has them. Saves 7 kB. */
const rules: Replacement = {
  file: /(?:^|\/)lib\/release\/(?:authentication|servers|classify|definitions|operation\/(?:bodies|compare-operations|parameter-values|parameters|responses|security)|schema\/(?:additional-properties|alternatives|bounds|compare-schemas|constraints|discriminator|items|properties|strings|types|values))\.ts$/,
  loadedBy: /(?:^|\/)lib\/release\/classify\.ts$/,
  contents: (source, path) => replaceAll(source, path, MEANING, () => "''"),
}

/** @throws Error when the pattern matches nothing */
const replaceAll = (
  source: string,
  path: string,
  pattern: RegExp,
  replace: (match: string, ...groups: string[]) => string,
): string => {
  if (source.search(pattern) < 0) throw new Error(`${path} has no code that matches ${pattern}. ${REMEDY}`)
  return source.replaceAll(pattern, replace)
}

const REMEDY = 'Adjust infra/bundle/strip-unused-code.ts to the new code.'

const REPLACEMENTS: readonly Replacement[] = [
  credentials,
  endpointCache,
  eventStreams,
  schemas,
  manifests,
  durable,
  ...checksums,
  yaml,
  regularExpressions,
  diagnostics,
  rules,
]

/** Modules that the SDK imports only for an event stream or in a browser: their import fails. Saves 35 kB. */
const NEVER_LOADED = ['@smithy/core/event-streams', 'bowser']
const REFUSAL =
  'data:text/javascript,throw new Error("This module is not in the bundle, see infra/bundle/strip-unused-code.ts.")'

/**
 * A built-in module that reads an export when it is first used. Node's own import reads all exports, and some of them
 * load others: node:http loads all of fetch.
 */
const lazyBuiltIn = (path: string): string => {
  const names = Object.keys(createRequire(import.meta.url)(path)).filter(name => /^[\w$]+$/.test(name))
  return [
    `const whole = /* @__PURE__ */ require('${path}')`,
    'const read = name => whole[name]',
    ...names.map(name => `const ${name}_ = /* @__PURE__ */ read('${name}')`),
    `export { ${['whole as default', ...names.map(name => `${name}_ as ${name}`)].join(', ')} }`,
  ].join('\n')
}

/**
 * Removes code that the functions never run from the bundles, so that a cold start loads less. The build fails when the
 * code that is removed no longer exists.
 */
export const stripUnusedCode: Plugin = {
  name: 'strip-unused-code',
  setup: build => {
    const refused = new Set<string>()
    build.initialOptions.metafile = true
    build.onResolve({ filter: /^[a-z_/:0-9]+$/ }, ({ kind, path }) =>
      kind === 'import-statement' && isBuiltin(path) ? { path, namespace: 'built-in' } : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'built-in' }, ({ path }) => ({ contents: lazyBuiltIn(path) }))
    build.onResolve({ filter: /^(?:@smithy\/core\/event-streams|bowser)$/ }, ({ kind, path }) => {
      if (kind !== 'dynamic-import') return undefined
      refused.add(path)
      return { path: REFUSAL, external: true }
    })
    for (const { file, contents } of REPLACEMENTS) {
      build.onLoad({ filter: file }, async ({ path }) => ({
        contents: contents(await readFile(path, 'utf8'), path),
        loader: 'default',
        resolveDir: dirname(path),
      }))
    }
    build.onEnd(({ metafile, errors }) => {
      if (metafile === undefined || errors.length > 0) return undefined
      return { errors: findMissing(Object.keys(metafile.inputs), refused).map(text => ({ text })) }
    })
  },
}

/** One sentence for each replacement without a file in a bundle that has the package it belongs to. */
const findMissing = (inputs: readonly string[], refused: ReadonlySet<string>): readonly string[] => {
  const has = (pattern: RegExp): boolean => inputs.some(path => pattern.test(path))
  const files = REPLACEMENTS.filter(({ file, loadedBy }) => has(loadedBy) && !has(file)).map(({ file }) => `${file}`)
  const modules = has(AWS_CLIENT) ? NEVER_LOADED.filter(module => !refused.has(module)) : []
  return [
    ...files.map(file => `The bundle has no file that matches ${file}. ${REMEDY}`),
    ...modules.map(module => `The bundle has no import() of ${module}. ${REMEDY}`),
  ]
}
