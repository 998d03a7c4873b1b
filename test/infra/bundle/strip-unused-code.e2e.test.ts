import { globSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { expect, onTestFinished, test } from 'vitest'
import { stripUnusedCode } from '../../../infra/bundle/strip-unused-code.ts'

const ROOT = join(import.meta.dirname, '../../..')
const SOURCES = globSync(['lib/**/*.ts', 'functions/*.ts'], { cwd: ROOT }).map(
  path => [path, readFileSync(join(ROOT, path), 'utf8')] as const,
)

const AWS_IMPORT = /import (?:type )?\{([^}]+)\} from '(@aws-sdk\/client-[\w-]+)'/g

test('the sources import no error class of AWS, because the bundles have none', async () => {
  const imports = SOURCES.flatMap(([path, text]) =>
    [...text.matchAll(AWS_IMPORT)].flatMap(([, names = '', client = '']) =>
      names.split(',').map(name => ({ path, client, name: name.replace('type ', '').trim() })),
    ),
  )
  expect(imports.length).toBeGreaterThan(10)
  const errors = await Promise.all(
    imports.map(async ({ path, client, name }) => {
      const exported = (await import(client))[name]
      return exported?.prototype instanceof Error ? [`${path} imports ${name}`] : []
    }),
  )
  expect(errors.flat()).toEqual([])
})

test('every error class of the project sets its name, because minifying renames the classes', () => {
  const classes = SOURCES.flatMap(([path, text]) =>
    [...text.matchAll(/class (\w+) extends \w*Error\b/g)].map(([, name]) => ({ path, text, name })),
  )
  expect(classes.length).toBeGreaterThan(3)
  const nameless = classes.filter(({ text, name }) => !new RegExp(`\\bname = '${name}'`).test(text))
  expect(nameless.map(({ path, name }) => `${path}: ${name}`)).toEqual([])
})

/** Bundles one import of a package that has only this file. */
const bundlePackage = async (name: string, file: string, source: string) => {
  const root = await mkdtemp(join(tmpdir(), 'strip-'))
  onTestFinished(() => rm(root, { recursive: true }))
  const path = join(root, 'node_modules', name, file)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, source)
  await writeFile(join(root, 'node_modules', name, 'package.json'), JSON.stringify({ name, main: file }))
  return build({
    stdin: { contents: `export * from '${name}'`, resolveDir: root },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    plugins: [stripUnusedCode],
    logLevel: 'silent',
  })
}

test.each([
  { name: '@aws-sdk/client-sqs', missing: ['credential-provider-node', 'schemas_', 'client-[\\w-]+\\/package'] },
  { name: '@aws-sdk/client-sqs', missing: ['import() of @smithy/core/event-streams', 'import() of bowser'] },
  { name: '@aws-sdk/client-dynamodb', missing: ['endpoint-cache'] },
  { name: '@aws-sdk/client-lambda', missing: ['event-streams'] },
  { name: '@aws-sdk/client-s3', missing: ['Crc32Js', 'Md5Js', 'Sha1Js', 'Sha256Js'] },
  { name: '@aws/durable-execution-sdk-js', missing: ['durable-execution-sdk-js'] },
  { name: 'js-yaml', missing: ['js-yaml'] },
  { name: 'project', file: 'lib/diagnostics/kind.ts', missing: ['diagnostics\\/kinds'] },
])('the build fails when $name no longer has $missing', async ({ name, file = 'index.js', missing }) => {
  const failure = await bundlePackage(name, file, 'export const a = 1').catch((error: unknown) => error)
  const texts = (failure as { errors: { text: string }[] }).errors.map(({ text }) => text)
  for (const part of missing) expect(texts.filter(text => text.includes(part))).not.toEqual([])
  for (const text of texts) expect(text).toMatch(/^The bundle has no .+\. Adjust infra\/bundle\/strip-unused-code\.ts /)
})

test.each([
  { name: 'js-yaml', file: 'dist/js-yaml.mjs', has: 'no writer', source: 'export { a }\nconst a = 1' },
  {
    name: 'js-yaml',
    file: 'dist/js-yaml.mjs',
    has: 'no list of exports',
    source: '//#region src/dump.ts\n//#endregion\n',
  },
  {
    name: '@aws/durable-execution-sdk-js',
    file: 'dist/index.mjs',
    has: 'no import of the client',
    source: 'class A {\n}',
  },
  {
    name: '@aws/durable-execution-sdk-js',
    file: 'dist/index.mjs',
    has: 'no class',
    source: "import('@aws-sdk/client-lambda')",
  },
  { name: '@aws-sdk/client-sqs', file: 'dist-es/schemas/schemas_0.js', has: 'no computed key', source: '' },
  {
    name: '@aws-sdk/client-sqs',
    file: 'dist-es/schemas/schemas_0.js',
    has: 'no error class',
    source: 'const _a = "a";\nexport const b = { [_a]: 1 };',
  },
  { name: 'project', file: 'lib/diagnostics/kinds/a.ts', has: 'no explanation', source: "a = kind('b')" },
  {
    name: 'project',
    file: 'lib/diagnostics/kinds/a.ts',
    has: 'no kind',
    source: "a('b', { meaning: 'c', remedy: 'd' })",
  },
])('the build fails when $file of $name has $has', async ({ name, file, source }) => {
  await expect(bundlePackage(name, file, source)).rejects.toThrow(
    new RegExp(`${name}/${file} has no code that matches /.*\\. Adjust infra/bundle/strip-unused-code\\.ts`),
  )
})
