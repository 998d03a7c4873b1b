import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'

const PAGE = join(import.meta.dirname, '../../lib/report/page')

/** File from which the report page takes its script and style. */
export const PAGE_ASSETS = join(PAGE, 'page-assets.json')

/** Bundles and minifies the script and the style of the report page. @returns the contents of {@link PAGE_ASSETS} */
export async function bundlePageAssets(): Promise<string> {
  const client = join(PAGE, 'client')
  const { outputFiles } = await build({
    entryPoints: { script: join(client, 'page.ts'), style: join(client, 'page.css') },
    outdir: client,
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  })
  const textOf = (extension: string) => outputFiles.find(({ path }) => path.endsWith(extension))?.text.trim()
  return `${JSON.stringify({ script: textOf('.js'), style: textOf('.css') }, undefined, 2)}\n`
}

if (import.meta.main) await writeFile(PAGE_ASSETS, await bundlePageAssets())
