import { parse } from 'node:path'
import type { Plugin } from 'esbuild'

/** What is asked for by `import()`: absolute file paths by the names that their bundles get. */
export type Parts = Map<string, string>

/** Marks the resolution that `apart` itself asks for. */
const ASKED = Symbol('asked')

/**
 * Leaves what is loaded by `import()` out of a bundle, and notes it down to be bundled on its own. esbuild's splitting
 * would put every small module that two of them share into one more file, and each file takes time at the start.
 */
export function apart(parts: Parts): Plugin {
  return {
    name: 'apart',
    setup: build => {
      build.onResolve({ filter: /^[^:]+$/ }, async ({ kind, path, resolveDir, pluginData }) => {
        if (kind !== 'dynamic-import' || pluginData === ASKED) return undefined
        const found = await build.resolve(path, { kind: 'import-statement', resolveDir, pluginData: ASKED })
        if (found.external || found.errors.length > 0) return found
        return { path: `./${nameOf(parts, found.path, path)}.mjs`, external: true }
      })
    },
  }
}

/** The last word of what is asked for; a number tells parts with the same word apart. */
const nameOf = (parts: Parts, file: string, path: string): string => {
  for (let i = 1; ; i++) {
    const name = parse(path).name + (i > 1 ? i : '')
    if ((parts.get(name) ?? file) !== file) continue
    parts.set(name, file)
    return name
  }
}
