import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { child, type Located, type Location, pointerOf, root } from '../../json/location.ts'
import { getOwn, type Mapping } from '../../json/mapping.ts'
import { quote } from '../../json/quote.ts'
import { TEXT_FIELDS } from './external-references.ts'
import type { Files, Resolver } from './resolver.ts'
import { type Role, referenceOf, walk } from './walk.ts'

/**
 * Puts texts in the place of references to them, as many tools that bundle documents do. The files are changed where they
 * are: copying them would take long, and nobody but their reader has them yet.
 */
export function takeTexts(files: Files, resolver: Resolver): Diagnostic[] {
  const problems: Diagnostic[] = []
  const taken: Location[] = []
  const take = (owner: Located, field: string, reference: Located): void => {
    const followed = resolver.follow(reference)
    if (!followed.ok) problems.push({ ...followed.problem, severity: 'warning' })
    else if (typeof followed.target.value === 'string') {
      ;(owner.value as Record<string, unknown>)[field] = followed.target.value
      taken.push(reference.at)
    } else if (owner.at.parent !== undefined) problems.push(noText(field, reference))
  }
  const enter = (owner: Located<Mapping>, { byName }: Role): boolean => {
    for (const field of byName ? [] : TEXT_FIELDS) {
      const value = getOwn(owner.value, field)
      if (referenceOf(value) !== undefined) take(owner, field, { value, at: child(owner.at, field) })
    }
    return true
  }
  for (const [file, value] of files) walk({ value, at: root(file) }, { enter, sorted: true })
  const [first] = taken
  return first === undefined ? problems : [...problems, tookTexts(taken.length, first)]
}

const tookTexts = (count: number, first: Location): Diagnostic => ({
  severity: 'info',
  code: 'text-reference',
  message: `OpenAPI has no references in the place of texts; what they lead to was taken (${count}, the first one here).`,
  pointer: pointerOf(first),
})

const noText = (field: string, { value, at }: Located): Diagnostic => ({
  severity: 'warning',
  code: 'text-reference',
  message: `A ${field} should be here, but ${quote(value)} leads to no text; it was left out.`,
  pointer: pointerOf(at),
})
