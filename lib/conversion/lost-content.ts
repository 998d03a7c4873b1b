import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { duplicateKey } from '../diagnostics/kinds/file.ts'
import { unresolvedReference } from '../diagnostics/kinds/references.ts'
import { diagnostic } from '../diagnostics/report.ts'
import type { Location } from '../json/location.ts'
import type { RepeatedKeys } from '../openapi/objects/unread.ts'
import { linkedDefinitions } from './link.ts'
import type { LostContent, PlannedDefinition, PlannedTrigger } from './plan.ts'

/**
 * Returns the content that an item has lost to unresolved references, and to keys that occur twice at one of its parts or
 * around it; undefined if it is complete. Pointers do not name the root file: its name depends on the other files.
 * @param parts returns the locations of the item and of the objects that it consists of
 */
export function lostContent(
  problems: readonly Diagnostic[],
  rootFile: string,
  repeated: RepeatedKeys,
  parts: () => readonly Location[],
): LostContent | undefined {
  if (repeated.isEmpty && problems.length === 0) return undefined
  const withoutRoot = ({ pointer }: Diagnostic): string =>
    pointer.startsWith(`${rootFile}#`) ? pointer.slice(rootFile.length) : pointer
  const duplicates = new Set(repeated.isEmpty ? [] : parts().flatMap(at => repeated.around(at) ?? []))
  const lost = [
    ...problems.filter(({ code }) => code === unresolvedReference.code),
    ...Array.from(duplicates, at => diagnostic(duplicateKey.lastUsed(String(at.key)), at)),
  ]
  const [first] = lost
  return first && { pointers: [...new Set(lost.map(withoutRoot))], reason: first.message }
}

/**
 * Adds to each action or trigger the content that its own definitions have lost as a whole: with the reference resolved, it
 * links another definition.
 */
export function withLostDefinitions<Item extends Pick<PlannedTrigger, 'lost' | 'payload'>>(
  items: readonly Item[],
  definitions: readonly PlannedDefinition[],
): Item[] {
  const empty = new Map<string, LostContent>()
  for (const { name, lost, content } of definitions) if (lost !== undefined && content === '{}') empty.set(name, lost)
  return items.map(item => {
    const linked = item.payload === undefined ? [] : linkedDefinitions(item.payload)
    const all = [item.lost, ...linked.map(name => empty.get(name))].filter(lost => lost !== undefined)
    const [first] = all
    if (first === undefined || empty.size === 0) return item
    return { ...item, lost: { ...first, pointers: [...new Set(all.flatMap(({ pointers }) => pointers))] } }
  })
}
