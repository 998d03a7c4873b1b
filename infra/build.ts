import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type Metafile } from 'esbuild'
import { slim } from './bundle/slim.ts'

/** One Lambda function's bundle: its name, its file below the build folder, and its size. */
export type Bundle = { readonly name: string; readonly file: string; readonly bytes: number }

/**
 * Bundles each `functions/*.ts` of a project into a self-contained `.build/<name>/index.mjs` with a source map beside it.
 * The build folder is emptied first; esbuild's metafile goes to `.build/metafile.json`.
 * @param root the project's folder
 * @throws when there is no function, when one exports no `handler`, or when esbuild finds an error
 */
export async function buildFunctions(root: string): Promise<readonly Bundle[]> {
  const names = await listFunctions(join(root, 'functions'))
  const outdir = join(root, '.build')
  await rm(outdir, { recursive: true, force: true })
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(names.map(name => [`${name}/index`, `functions/${name}.ts`])),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: false,
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
    plugins: [slim],
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
  })
  await writeFile(join(outdir, 'metafile.json'), JSON.stringify(metafile))
  return names.map(name => describeBundle(name, metafile))
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

function describeBundle(name: string, metafile: Metafile): Bundle {
  const file = `.build/${name}/index.mjs`
  const output = metafile.outputs[file]
  if (!output?.exports.includes('handler')) {
    throw new Error(`functions/${name}.ts exports no "handler": Lambda would have nothing to call`)
  }
  return { name, file, bytes: output.bytes }
}

// Not awaited at the top level: osls loads its plugin, and so this file, with require.
if (import.meta.main) buildFunctions(process.cwd()).then(bundles => process.stdout.write(formatBundles(bundles)))
