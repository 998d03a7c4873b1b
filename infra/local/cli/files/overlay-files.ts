import { readdir } from 'node:fs/promises'
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import type { ReadFile } from '../../../../lib/document/file-content.ts'
import type { Overlays } from '../../../../lib/document/overlays.ts'
import { overlaysAmong } from '../../../../lib/import/prepare/find-overlays.ts'
import { readFolder } from '../../importer/folder.ts'
import { UsageError } from '../arguments/command-line.ts'

/** Paths of the overlays of `--overlay`, by their names in the document's folder. */
export type ChosenOverlays = ReadonlyMap<string, string>

/**
 * Names the overlays of `--overlay` as files of the document's folder. One outside of it gets a name in `overlays/`.
 * @param folder path; undefined for a document that is not a file
 * @throws UsageError
 */
export function nameOverlays(files: readonly string[], folder: string | undefined): ChosenOverlays {
  const chosen = new Map<string, string>()
  for (const file of files) {
    const path = resolve(file)
    const inside = folder === undefined ? '..' : relative(folder, path)
    const isOutside = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)
    const name = isOutside ? `overlays/${basename(path)}` : inside.split(sep).join('/')
    const other = chosen.get(name)
    if (other !== undefined)
      throw new UsageError(
        other === path
          ? `--overlay ${file} is given twice.`
          : `Two overlays outside the document's folder have the name ${basename(path)}; rename one.`,
      )
    chosen.set(name, path)
  }
  return chosen
}

/** Returns a reader that also reads overlays by their names. @throws UsageError for one that does not exist */
export function withOverlays(readFile: ReadFile, chosen: ChosenOverlays, maxBytes: number): ReadFile {
  return async (name, limit) => {
    const path = chosen.get(name)
    if (path === undefined) return readFile(name, limit)
    const content = await readFolder(dirname(path), maxBytes)(basename(path))
    if (content === undefined) throw new UsageError(`File not found: ${path}.`)
    return content
  }
}

/** Returns the overlays of these names, which a person has chosen. */
export function chosenOverlays(names: readonly string[]): Overlays {
  return { names, files: new Set(), isChosen: true }
}

/** Finds the overlays in a document's folder. */
export async function findOverlaysIn(folder: string): Promise<Overlays | undefined> {
  const entries = await readdir(folder, { withFileTypes: true })
  return overlaysAmong(new Set(entries.filter(entry => !entry.isDirectory()).map(({ name }) => name)))
}
