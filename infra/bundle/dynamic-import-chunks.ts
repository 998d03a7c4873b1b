import { parse } from 'node:path'
import type { Plugin } from 'esbuild'

/** The modules that are loaded by `import()`: absolute file paths by the names of their bundles. */
export type Chunks = Map<string, string>

/** Marks the resolutions that the plugin itself starts. */
const OWN_RESOLUTION = Symbol('own resolution')

/**
 * Makes every module that is loaded by `import()` external and adds it to `chunks`, to be bundled on its own. esbuild's
 * splitting would put every small module that two of them share into one more file, and each file costs start time.
 */
export function dynamicImportChunks(chunks: Chunks): Plugin {
  return {
    name: 'dynamic-import-chunks',
    setup: build => {
      build.onResolve({ filter: /^[^:]+$/ }, async ({ kind, path, resolveDir, pluginData }) => {
        if (kind !== 'dynamic-import' || pluginData === OWN_RESOLUTION) return undefined
        const found = await build.resolve(path, { kind: 'import-statement', resolveDir, pluginData: OWN_RESOLUTION })
        if (found.external || found.errors.length > 0) return found
        return { path: `./${addChunk(chunks, found.path, path)}.mjs`, external: true }
      })
    },
  }
}

/** @returns the name of the chunk: the file's name, with a number when another file has the same name */
const addChunk = (chunks: Chunks, file: string, path: string): string => {
  for (let i = 1; ; i++) {
    const name = parse(path).name + (i > 1 ? i : '')
    if ((chunks.get(name) ?? file) !== file) continue
    chunks.set(name, file)
    return name
  }
}
