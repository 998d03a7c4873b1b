import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { textReference } from '../../diagnostics/kinds/references.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { child, type Located, type Location, root } from '../../json/location.ts'
import { getOwn, type Mapping } from '../../json/mapping.ts'
import { TEXT_FIELDS } from './external-references.ts'
import type { Files, Resolver } from './resolver.ts'
import { type Role, referenceOf, walk } from './walk.ts'

/**
 * Replaces references in place of strings by the strings that they point to, as bundlers do.
 * Changes the files in place: copying takes long, and no other code has them yet.
 */
export function inlineTexts(files: Files, resolver: Resolver): Diagnostic[] {
  const problems: Diagnostic[] = []
  const inlined: Location[] = []
  const inline = (owner: Located, field: string, reference: Located): void => {
    const followed = resolver.follow(reference)
    if (!followed.ok) problems.push({ ...followed.problem, severity: 'warning' })
    else if (typeof followed.value.value === 'string') {
      ;(owner.value as Record<string, unknown>)[field] = followed.value.value
      inlined.push(reference.at)
    } else if (owner.at.parent !== undefined)
      problems.push(diagnostic(textReference.notAString(field, referenceOf(reference.value) ?? ''), reference.at))
  }
  const enter = (owner: Located<Mapping>, { byName }: Role): boolean => {
    for (const field of byName ? [] : TEXT_FIELDS) {
      const value = getOwn(owner.value, field)
      if (referenceOf(value) !== undefined) inline(owner, field, { value, at: child(owner.at, field) })
    }
    return true
  }
  for (const [file, value] of files) walk({ value, at: root(file) }, { enter, sorted: true })
  const [first] = inlined
  return first === undefined ? problems : [...problems, diagnostic(textReference.used(inlined.length), first)]
}
