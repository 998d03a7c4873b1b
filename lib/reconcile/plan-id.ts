import { RESOURCES } from '../contract/requests.ts'
import type { Plan, PlannedDefinition } from '../conversion/plan.ts'
import { canonical } from '../json/canonical.ts'
import { sha256 } from '../util/hash.ts'
import type { Changes } from './decide/decide-changes.ts'
import type { Decision } from './decide/decision.ts'

/** Input of the changes, apart from the platform: JSON values. */
type Basis = {
  /** Hash of all files of the document. */
  readonly document: string
  readonly options: object
  /** Version that is written to. */
  readonly version: string
}

/**
 * Identifies the changes of an import: 64 hexadecimal digits. Equal only for the same document, options, decisions and
 * contents, both those to write and those on the platform that an import overwrites or keeps for a conflict. Ids on the platform do not matter.
 */
export function planIdOf(plan: Plan, changes: Changes, basis: Basis): string {
  const { removals } = changes
  const lines = [
    sha256(canonical(basis)),
    ...RESOURCES.flatMap(kind => [
      ...plan[kind].map(({ name, payload }, i) => decisionHash([kind, name], changes[kind][i], payload)),
      ...removals[kind].map(({ name, change, deletesEdit }) => sha256(canonical([kind, name, change, deletesEdit]))),
    ]),
    ...plan.definitions.map((definition, i) =>
      decisionHash(['definitions', definition.name], changes.definitions[i], contentOf(definition)),
    ),
    ...[...removals.definitions.flat(), ...removals.keptDefinitions].map(({ name, change }) =>
      sha256(canonical(['definitions', name, change])),
    ),
  ]
  return sha256(lines.join('\n'))
}

const contentOf = ({ accept, description, content }: PlannedDefinition) => ({ accept, description, content })

/** `diff` and `fields` have what the platform has in place of `content`. */
const decisionHash = (item: readonly string[], decision: Decision | undefined, content: unknown): string => {
  const { change, conflict, accepted, renamedFrom, diff, fields }: Partial<Decision> = decision ?? {}
  return sha256(canonical([...item, { change, conflict, accepted, renamedFrom, diff, fields, content }]))
}
