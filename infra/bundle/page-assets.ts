import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'

const REPORT = join(import.meta.dirname, '../../lib/report')
const CLIENT = join(REPORT, 'page/client')

/** Pages with the files from which they take their scripts and styles. */
export const PAGES = [
  { name: 'page', assets: join(REPORT, 'page/page-assets.json') },
  { name: 'overview', assets: join(REPORT, 'overview/overview-assets.json') },
] as const

/** Bundles and minifies the script and the style of a page. @returns the contents of its `assets` */
export async function bundlePageAssets({ name }: Pick<(typeof PAGES)[number], 'name'>): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: { script: join(CLIENT, `${name}.ts`), style: join(CLIENT, `${name}.css`) },
    outdir: CLIENT,
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  })
  const textOf = (extension: string) => outputFiles.find(({ path }) => path.endsWith(extension))?.text.trim()
  return `${JSON.stringify({ script: textOf('.js'), style: textOf('.css') }, undefined, 2)}\n`
}

if (import.meta.main) for (const page of PAGES) await writeFile(page.assets, await bundlePageAssets(page))
