import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { overlayExtends, overlayIgnored } from '../../diagnostics/kinds/overlays.ts'
import { report } from '../../diagnostics/report.ts'
import { child, root } from '../../json/location.ts'
import { isUrl, resolveFile, splitReference } from '../../openapi/references/uri.ts'
import type { Overlay } from '../file/overlay.ts'

/** Folder of a document, as far as overlays need it. */
export type Folder = {
  /** Name of the document's root. */
  readonly document: string
  /** Names of the files of the folder. */
  readonly files: ReadonlySet<string>
  /** True if a person has chosen the overlays: then `extends` does not matter. */
  readonly isChosen: boolean
}

/**
 * Returns true if an overlay applies to the document: a person has chosen it, or `extends` is absent or a URL (also by `$self`), names the
 * document, or names no file of the folder.
 * @see https://spec.openapis.org/overlay/v1.2.0.html#overlay-object
 */
export function checkExtends(overlay: Overlay, { document, files, isChosen }: Folder, problems: Diagnostic[]): boolean {
  if (isChosen || overlay.extends === undefined || isUrl(overlay.extends)) return true
  const base = overlay.self === undefined ? overlay.name : resolveFile(overlay.self, overlay.name)
  const file = resolveFile(splitReference(overlay.extends).path, base ?? overlay.name)
  if (file !== undefined && isUrl(file)) return true
  // A fetched document is in a folder of its own.
  if (file !== undefined && (file === document || document.endsWith(`/${file}`))) return true
  const at = child(root(overlay.name), 'extends')
  if (file !== undefined && files.has(file)) {
    report(problems, overlayIgnored.extends(file), at)
    return false
  }
  report(problems, overlayExtends.other(overlay.extends), at)
  return true
}
