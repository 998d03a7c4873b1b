import { join } from 'node:path'
import { build } from 'esbuild'

/** Name of the bundle of `planning.ts`. */
export const PLANNING = 'planning.mjs'

/**
 * Bundles what reads and plans a document into a folder, as the deployed functions are bundled. The modules themselves are
 * TypeScript: to strip their types grows the heap before the clock starts, which saves garbage collections after it.
 */
export const bundlePlanning = async (folder: string): Promise<void> => {
  await build({
    entryPoints: [join(import.meta.dirname, 'planning.ts')],
    outfile: join(folder, PLANNING),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    logLevel: 'warning',
  })
}
