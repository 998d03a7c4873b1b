import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildFunctions, formatBundles } from '../../infra/build.ts'

const ROOT = join(import.meta.dirname, '../..')

let project: string

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'build-'))
})
afterEach(async () => {
  await rm(project, { recursive: true })
})

async function writeFiles(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(project, path)), { recursive: true })
    await writeFile(join(project, path), text)
  }
}

/** Runs a bundle's handler in a Node of its own, as Lambda does, and gives what the handler answers. */
async function callHandler(bundle: string): Promise<unknown> {
  const script = `import { handler } from ${JSON.stringify(pathToFileURL(join(project, bundle)).href)}
    process.stdout.write(JSON.stringify(await handler()))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--enable-source-maps', '--eval', script])
  return JSON.parse(stdout)
}

describe('buildFunctions', () => {
  test('makes one self-contained module of each function', async () => {
    await writeFiles({
      'lib/shared.ts': "export const greet = (name: string): string => 'hello ' + name",
      'functions/first.ts':
        "import { greet } from '../lib/shared.ts'\nexport const handler = async () => greet('first')",
      'functions/second.ts':
        "import { greet } from '../lib/shared.ts'\nexport const handler = async () => greet('second')",
      'functions/notes.md': 'not a function',
    })
    const bundles = await buildFunctions(project)
    expect(bundles.map(({ name, file }) => ({ name, file }))).toEqual([
      { name: 'first', file: '.build/first/index.mjs' },
      { name: 'second', file: '.build/second/index.mjs' },
    ])
    await rm(join(project, 'lib'), { recursive: true })
    expect(await callHandler('.build/first/index.mjs')).toBe('hello first')
    expect(await callHandler('.build/second/index.mjs')).toBe('hello second')
    for (const { file, bytes } of bundles) expect((await stat(join(project, file))).size).toBe(bytes)
  })

  test('bundles CommonJS that requires a built-in module', async () => {
    await writeFiles({
      'lib/legacy.cjs': "exports.join = (...parts) => require('path').join(...parts)",
      'functions/legacy.ts':
        "import legacy from '../lib/legacy.cjs'\nexport const handler = async () => legacy.join('a', 'b')",
    })
    await buildFunctions(project)
    expect(await callHandler('.build/legacy/index.mjs')).toBe(join('a', 'b'))
  })

  test('supports every form of import of built-in modules, and loads only used exports', async () => {
    await writeFiles({
      'functions/forms.ts': [
        "import { request } from 'node:http'",
        "import os, { EOL } from 'node:os'",
        "import * as path from 'path'",
        // Node keeps this list of what it has loaded to itself, so it has no type.
        "const loaded = (): string[] => Reflect.get(process, 'moduleLoadList')",
        'export const handler = async () => [',
        '  typeof request, os.EOL === EOL, Object.keys(path).includes("join"), path.join("a", "b"),',
        "  loaded().includes('NativeModule internal/deps/undici/undici'),",
        ']',
      ].join('\n'),
    })
    await buildFunctions(project)
    expect(await callHandler('.build/forms/index.mjs')).toEqual(['function', true, true, join('a', 'b'), false])
  })

  test('uses the ES module of a package, and minifies', async () => {
    await writeFiles({
      'node_modules/both/package.json': '{"name":"both","main":"main.cjs","module":"module.js"}',
      'node_modules/both/main.cjs': "exports.kind = 'CommonJS'",
      'node_modules/both/module.js': "export const kind = 'ES module'",
      'functions/names.ts': [
        "import { kind } from 'both'",
        'const aLongName = (kinds: string[]) => kinds.length',
        'export const handler = async () => [kind, aLongName([kind])]',
      ].join('\n'),
    })
    await buildFunctions(project)
    expect(await callHandler('.build/names/index.mjs')).toEqual(['ES module', 1])
    expect(await readFile(join(project, '.build/names/index.mjs'), 'utf8')).not.toContain('aLongName')
  })

  test('puts modules that are loaded by import() into separate self-contained files', async () => {
    await writeFiles({
      'lib/shared.ts': "export const greet = (name: string): string => 'hello ' + name",
      'lib/late/words.ts': "import { greet } from '../shared.ts'\nexport const late = () => greet('late')",
      'lib/words.ts':
        "export const later = async () => (await import('./late/words.ts')).late() + (await import('node:os')).EOL",
      'functions/parts.ts': [
        "import { greet } from '../lib/shared.ts'",
        'export const handler = async () => {',
        "  const [{ later }, { late }] = await Promise.all([import('../lib/words.ts'), import('../lib/late/words.ts')])",
        "  return [greet('first'), await later(), late()]",
        '}',
      ].join('\n'),
    })
    const [bundle] = await buildFunctions(project)
    const files = await readdir(join(project, '.build/parts'))
    const code = files.filter(file => file.endsWith('.mjs')).toSorted()
    expect(code).toEqual(['index.mjs', 'words.mjs', 'words2.mjs'])
    const sizes = await Promise.all(code.map(async file => (await stat(join(project, '.build/parts', file))).size))
    expect(bundle?.bytes).toBe(sizes.reduce((sum, size) => sum + size))
    await rm(join(project, 'lib'), { recursive: true })
    expect(await callHandler('.build/parts/index.mjs')).toEqual(['hello first', 'hello late\n', 'hello late'])
  })

  test('maps stack traces to the sources without containing them', async () => {
    await writeFiles({
      'functions/trace.ts': "// line 1\n\nexport const handler = async () => new Error('traced').stack",
    })
    await buildFunctions(project)
    expect(await callHandler('.build/trace/index.mjs')).toContain('functions/trace.ts:3:')
    const map = JSON.parse(await readFile(join(project, '.build/trace/index.mjs.map'), 'utf8'))
    expect(map).not.toHaveProperty('sourcesContent')
  })

  test('removes the files of an earlier build', async () => {
    await writeFiles({
      '.build/removed/index.mjs': '',
      'functions/kept.ts': 'export const handler = async () => {}',
    })
    await buildFunctions(project)
    expect((await readdir(join(project, '.build'))).toSorted()).toEqual(['kept'])
  })

  test.for([
    { given: 'no function', files: { 'functions/notes.md': '' }, want: /functions has no \*\.ts file/ },
    {
      given: 'no handler',
      files: { 'functions/a.ts': 'export const run = 1' },
      want: /functions\/a\.ts must export "handler"/,
    },
  ])('rejects $given', async ({ files, want }) => {
    await writeFiles(files)
    await expect(buildFunctions(project)).rejects.toThrow(want)
  })
})

test('formatBundles lists files and sizes', () => {
  const bundles = [
    { name: 'a', file: '.build/a/index.mjs', bytes: 1 },
    { name: 'b', file: '.build/b/index.mjs', bytes: 2048 },
  ]
  expect(formatBundles(bundles)).toBe('.build/a/index.mjs  1 KiB\n.build/b/index.mjs  2 KiB\n')
})

const functionFiles = await readdir(join(ROOT, 'functions'))

describe('the bundles, away from the project and without AWS', () => {
  let built: string
  let bundles: Awaited<ReturnType<typeof buildFunctions>>

  beforeAll(async () => {
    built = await mkdtemp(join(tmpdir(), 'build-'))
    for (const folder of ['functions', 'lib', 'node_modules']) await symlink(join(ROOT, folder), join(built, folder))
    bundles = await buildFunctions(built)
  })
  afterAll(() => rm(built, { recursive: true }))

  test.for(functionFiles)('functions/%s loads as a bundle', async functionFile => {
    const bundle = bundles.find(({ name }) => `${name}.ts` === functionFile)
    const script = `const { handler } = await import(${JSON.stringify(pathToFileURL(join(built, bundle?.file ?? '')).href)})
    process.stdout.write(typeof handler)`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      env: {},
    })
    expect(stdout).toBe('function')
  })
})
