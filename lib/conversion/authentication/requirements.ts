import { securityCombined, securityPerOperation } from '../../diagnostics/kinds/security.ts'
import { report } from '../../diagnostics/report.ts'
import { getField } from '../../json/mapping.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { Operation, SecurityRequirement } from '../../openapi/objects/model.ts'
import { readRequirements } from '../../openapi/objects/security-requirement.ts'

type Requirements = readonly SecurityRequirement[]

/** Security requirements of the document, and those that the imported operations have. */
export type Usage = {
  /** Requirements of the document; undefined if it has none. */
  readonly root: Requirements | undefined
  /** Different requirements of imported operations, with the number of operations. The most frequent is the first. */
  readonly groups: readonly Group[]
}

type Group = { readonly requirements: Requirements; readonly count: number }

/** Reads the security requirements of the document and of the imported operations. */
export function readUsage(context: Context, operations: readonly Pick<Operation, 'security'>[]): Usage {
  const root = readRequirements(context, getField(context.document, 'security'))
  const groups = new Map<string, { requirements: Requirements; count: number }>()
  for (const { security } of operations) {
    const requirements = (security.value === undefined ? undefined : readRequirements(context, security)) ?? root ?? []
    const key = JSON.stringify(requirements.map(({ schemes }) => [...schemes]))
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { requirements, count: 1 })
    else group.count++
  }
  return { root, groups: [...groups.values()].sort((a, b) => b.count - a.count) }
}

/** Returns the alternatives of all imported operations, those of the document first. */
export function alternativesOf({ root, groups }: Usage): Requirements {
  const used = groups.flatMap(({ requirements }) => requirements)
  const first = (root ?? []).filter(requirement => used.includes(requirement))
  return [...new Set([...first, ...used])]
}

/** Reports schemes that are required together, and operations whose requirements differ. */
export function reportUsage({ problems, document }: Context, usage: Usage): void {
  const combined = new Set<string>()
  for (const { at, schemes } of alternativesOf(usage)) {
    const names = [...schemes.keys()]
    const key = JSON.stringify(names.toSorted())
    if (names.length < 2 || combined.has(key)) continue
    combined.add(key)
    report(problems, securityCombined.recipe(names), at)
  }
  if (usage.groups.length < 2) return
  const groups = usage.groups.map(({ count, requirements }) => ({
    count,
    requirement: describeRequirements(requirements),
  }))
  const at = usage.root === undefined ? undefined : getField(document, 'security').at
  const other = usage.groups.find(({ requirements }) => requirements !== usage.root)?.requirements[0]?.at
  report(problems, securityPerOperation.differs(groups), at ?? other ?? document.at)
}

/** Describes alternatives: `key, or oauth (read, write) and id`. */
const describeRequirements = (requirements: Requirements): string =>
  requirements.length === 0
    ? 'none'
    : requirements
        .map(({ schemes }) => (schemes.size === 0 ? 'none' : Array.from(schemes, describeScheme).join(' and ')))
        .join(', or ')

const describeScheme = ([name, scopes]: readonly [string, readonly string[]]): string =>
  scopes.length === 0 ? name : `${name} (${scopes.join(', ')})`
