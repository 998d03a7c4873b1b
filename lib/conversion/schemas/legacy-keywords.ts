import { dynamicReference, keywordMalformed } from '../../diagnostics/kinds/schemas.ts'
import { report } from '../../diagnostics/report.ts'
import { child, type Location } from '../../json/location.ts'
import { type Keyword, readKeyword, reportVersion } from './keyword-values.ts'
import type { Schema, Translation } from './translation.ts'

/**
 * Translates an exclusive bound: a flag in draft 4, a number since draft 6.
 * @see https://json-schema.org/draft-04/draft-fge-json-schema-validation-00#rfc.section.5.1.3
 */
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

/**
 * Translates `$dynamicRef` as `$ref`, although its target may depend on the start of the evaluation.
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.3.2
 */
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
