import { reportText } from '../../diagnostics/report.ts'
import { child, type Location } from '../../json/location.ts'
import { readKeyword, reportVersion } from './keyword-values.ts'
import type { Schema, Translation } from './translation.ts'

/** JSON Schema draft 4 validation section 5: a flag beside `minimum`; since draft 6 a bound of its own. */
export function translateExclusive(
  translation: Translation,
  name: 'exclusiveMinimum' | 'exclusiveMaximum',
  value: unknown,
  at: Location,
  out: Schema,
): void {
  if (typeof value !== 'boolean') {
    readKeyword(translation, name, value, at, out)
    return
  }
  if (!value) return
  const bound = name === 'exclusiveMinimum' ? 'minimum' : 'maximum'
  if (out[bound] === undefined) {
    const message = `"${name}" says something of "${bound}", which is not there; it was left out.`
    reportText(translation.problems, 'warning', 'keyword-malformed', child(at, name), message)
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
    const message = 'A "$dynamicRef" has to be a text; it was left out.'
    reportText(translation.problems, 'warning', 'keyword-malformed', at, message)
  } else if (out.$ref !== undefined) {
    const message = 'A dynamic reference beside a "$ref" was left out.'
    reportText(translation.problems, 'warning', 'dynamic-reference', at, message)
  } else {
    reportText(
      translation.problems,
      'info',
      'dynamic-reference',
      at,
      'A dynamic reference was taken as an ordinary one.',
    )
    translation.link(value, at, out, '$ref')
  }
}
