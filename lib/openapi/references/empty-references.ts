import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { unresolvedReference } from '../../diagnostics/kinds/references.ts'
import { diagnostic } from '../../diagnostics/report.ts'
import { child, type Located, root } from '../../json/location.ts'
import type { Mapping } from '../../json/mapping.ts'
import type { Files } from './resolver.ts'
import { isEmptyReference } from './uri.ts'
import { referenceOf, walk } from './walk.ts'

/**
 * Removes empty references with siblings, so that the siblings are read; a reference alone is not resolved later.
 * Changes the files in place, as no other code has them yet.
 */
export function removeEmptyReferences(files: Files): Diagnostic[] {
  const problems: Diagnostic[] = []
  const enter = ({ value, at }: Located<Mapping>): boolean => {
    const ref = referenceOf(value)
    if (ref === undefined || !isEmptyReference(ref) || Object.keys(value).length === 1) return true
    delete (value as Record<string, unknown>).$ref
    problems.push(diagnostic(unresolvedReference.empty(), child(at, '$ref')))
    return true
  }
  for (const [file, value] of files) walk({ value, at: root(file) }, { enter, sorted: true })
  return problems
}
