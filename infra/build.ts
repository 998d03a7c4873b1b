import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type Metafile } from 'esbuild'
import { type Chunks, dynamicImportChunks } from './bundle/dynamic-import-chunks.ts'
import { stripUnusedCode } from './bundle/strip-unused-code.ts'

/** The bundle of one Lambda function: its name, its entry file, and the bytes of all its code files. */
export type Bundle = { readonly name: string; readonly file: string; readonly bytes: number }

/**
 * Bundles each `functions/*.ts` of a project into a self-contained folder `.build/<name>`: `index.mjs`, a file for each
 * module that is loaded by `import()`, and source maps. Empties the build folder first.
 * @param root the project's folder
 * @throws Error when the project has no function, a function exports no `handler`, or esbuild finds an error
 */
export async function buildFunctions(root: string): Promise<readonly Bundle[]> {
  const names = await listFunctions(join(root, 'functions'))
  await rm(join(root, '.build'), { recursive: true, force: true })
  // Functions are packaged separately, so they share no files.
  return Promise.all(names.map(name => buildFunction(root, name)))
}

async function buildFunction(root: string, name: string): Promise<Bundle> {
  const outputs: Metafile['outputs'] = {}
  const chunks: Chunks = new Map([['index', join(root, 'functions', `${name}.ts`)]])
  // Bundling a chunk adds the chunks that it loads.
  for (const [chunk, file] of chunks) {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: { [chunk]: file },
      outdir: join(root, '.build', name),
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      target: 'node24',
      format: 'esm',
      // Only the ES modules of the AWS SDK can be tree-shaken.
      mainFields: ['module', 'main'],
      // CommonJS dependencies call require, which ES modules do not have.
      banner: {
        js: "import { createRequire as createRequireOfBundle } from 'node:module';const require = createRequireOfBundle(import.meta.url);",
      },
      minify: true,
      plugins: [stripUnusedCode, dynamicImportChunks(chunks)],
      sourcemap: true,
      sourcesContent: false,
      metafile: true,
      logLevel: 'warning',
    })
    Object.assign(outputs, metafile.outputs)
  }
  return describeBundle(name, outputs)
}

/** Formats one line per bundle: its file and its size in KiB. */
export function formatBundles(bundles: readonly Bundle[]): string {
  return bundles.map(({ file, bytes }) => `${file}  ${Math.ceil(bytes / 1024)} KiB\n`).join('')
}

async function listFunctions(directory: string): Promise<readonly string[]> {
  const files = await readdir(directory)
  const names = files.filter(file => file.endsWith('.ts')).map(file => file.slice(0, -'.ts'.length))
  if (names.length === 0) throw new Error(`No function to build: ${directory} has no *.ts file.`)
  return names.sort()
}

function describeBundle(name: string, outputs: Metafile['outputs']): Bundle {
  const file = `.build/${name}/index.mjs`
  if (!outputs[file]?.exports.includes('handler')) {
    throw new Error(`functions/${name}.ts must export "handler".`)
  }
  const code = Object.entries(outputs).filter(([path]) => path.endsWith('.mjs'))
  return { name, file, bytes: code.reduce((sum, [, { bytes }]) => sum + bytes, 0) }
}

// No top-level await: osls loads its plugin, and so this file, with require.
if (import.meta.main) buildFunctions(process.cwd()).then(bundles => process.stdout.write(formatBundles(bundles)))
