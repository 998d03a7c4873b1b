import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type Metafile } from 'esbuild'
import { apart, type Parts } from './bundle/apart.ts'
import { slim } from './bundle/slim.ts'

/** One Lambda function's bundle: its name, the file that is loaded first, and the bytes of all its files. */
export type Bundle = { readonly name: string; readonly file: string; readonly bytes: number }

/**
 * Bundles each `functions/*.ts` of a project into a self-contained folder `.build/<name>`: `index.mjs`, a file for each
 * part that is loaded only when it is needed, and source maps. The build folder is emptied first.
 * @param root the project's folder
 * @throws when there is no function, when one exports no `handler`, or when esbuild finds an error
 */
export async function buildFunctions(root: string): Promise<readonly Bundle[]> {
  const names = await listFunctions(join(root, 'functions'))
  await rm(join(root, '.build'), { recursive: true, force: true })
  // Each on its own: functions that are packaged apart have no files in common.
  return Promise.all(names.map(name => buildFunction(root, name)))
}

async function buildFunction(root: string, name: string): Promise<Bundle> {
  const outputs: Metafile['outputs'] = {}
  const parts: Parts = new Map([['index', join(root, 'functions', `${name}.ts`)]])
  // Bundling one part finds the parts that it loads, and the list grows.
  for (const [part, file] of parts) {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: { [part]: file },
      outdir: join(root, '.build', name),
      outExtension: { '.js': '.mjs' },
      bundle: true,
      platform: 'node',
      target: 'node24',
      format: 'esm',
      // The ES modules of the AWS SDK can be tree-shaken, its CommonJS cannot.
      mainFields: ['module', 'main'],
      // CommonJS dependencies call require, which an ES module lacks.
      banner: {
        js: "import { createRequire as createRequireOfBundle } from 'node:module';const require = createRequireOfBundle(import.meta.url);",
      },
      minify: true,
      plugins: [slim, apart(parts)],
      sourcemap: true,
      sourcesContent: false,
      metafile: true,
      logLevel: 'warning',
    })
    Object.assign(outputs, metafile.outputs)
  }
  return describeBundle(name, outputs)
}

/** One line per bundle, for a terminal: its file and its size in KiB. */
export function formatBundles(bundles: readonly Bundle[]): string {
  return bundles.map(({ file, bytes }) => `${file}  ${Math.ceil(bytes / 1024)} KiB\n`).join('')
}

async function listFunctions(directory: string): Promise<readonly string[]> {
  const files = await readdir(directory)
  const names = files.filter(file => file.endsWith('.ts')).map(file => file.slice(0, -'.ts'.length))
  if (names.length === 0) throw new Error(`${directory} holds no *.ts file: there is no function to build`)
  return names.sort()
}

function describeBundle(name: string, outputs: Metafile['outputs']): Bundle {
  const file = `.build/${name}/index.mjs`
  if (!outputs[file]?.exports.includes('handler')) {
    throw new Error(`functions/${name}.ts exports no "handler": Lambda would have nothing to call`)
  }
  const code = Object.entries(outputs).filter(([path]) => path.endsWith('.mjs'))
  return { name, file, bytes: code.reduce((sum, [, { bytes }]) => sum + bytes, 0) }
}

// Not awaited at the top level: osls loads its plugin, and so this file, with require.
if (import.meta.main) buildFunctions(process.cwd()).then(bundles => process.stdout.write(formatBundles(bundles)))
