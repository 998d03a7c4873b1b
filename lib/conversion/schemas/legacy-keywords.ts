import { dynamicReference, keywordMalformed } from '../../diagnostics/kinds/schemas.ts'
import { report } from '../../diagnostics/report.ts'
import { child, type Location } from '../../json/location.ts'
import { type Keyword, readKeyword, reportVersion } from './keyword-values.ts'
import type { Schema, Translation } from './translation.ts'

/** JSON Schema draft 4 validation section 5: a flag beside `minimum`; since draft 6 a bound of its own. */
export function translateExclusive(
  translation: Translation,
  keyword: Keyword & { readonly name: 'exclusiveMinimum' | 'exclusiveMaximum' },
  out: Schema,
): void {
  const { name, value, at } = keyword
  if (typeof value !== 'boolean') {
    readKeyword(translation, keyword, out)
    return
  }
  if (!value) return
  const bound = name === 'exclusiveMinimum' ? 'minimum' : 'maximum'
  if (out[bound] === undefined) {
    report(translation.problems, keywordMalformed.withoutBound(name, bound), child(at, name))
    return
  }
  if (translation.dialect === '3.1' || translation.dialect === '3.2')
    reportVersion(translation, `a flag as "${name}"`, 'OpenAPI 3.0', child(at, name))
  out[name] = out[bound]
  delete out[bound]
}

/** JSON Schema 2020-12 section 8.2.3.2; which schema it means may depend on where the evaluation began. */
export function translateDynamicReference(translation: Translation, value: unknown, at: Location, out: Schema): void {
  if (typeof value !== 'string') {
    report(translation.problems, keywordMalformed.expected('$dynamicRef', 'a string', value), at)
  } else if (out.$ref !== undefined) {
    report(translation.problems, dynamicReference.ignored(), at)
  } else {
    report(translation.problems, dynamicReference.readAsRef(), at)
    translation.link(value, at, out, '$ref')
  }
}
