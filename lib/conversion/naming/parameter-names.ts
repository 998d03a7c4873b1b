import { parameterRepeated } from '../../diagnostics/kinds/parameters.ts'
import { report } from '../../diagnostics/report.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { Parameter } from '../../openapi/objects/model.ts'
import { clean } from '../text.ts'

/** Name that is kept unchanged; almost all are. */
const PLAIN = /^[!-~]*$/

/** Returns the name on the platform: one line, trimmed, without control characters; may be empty. */
export function parameterName(name: string): string {
  return PLAIN.test(name) ? name : clean(name).replaceAll(/\s/g, ' ')
}

/**
 * Returns the unique key of a parameter in an operation. Names of headers are case-insensitive.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-5.1
 */
export function parameterKey(location: string, name: string): string {
  return `${location} ${location === 'header' ? name.toLowerCase() : name}`
}

/** Removes and reports parameters that differ from an exact name only by white space or control characters. */
export function preferExactNames({ problems }: Context, parameters: readonly Parameter[]): readonly Parameter[] {
  if (parameters.every(({ name }) => PLAIN.test(name))) return parameters
  const isExact = ({ name }: Parameter): boolean => parameterName(name) === name
  const exact = new Set(parameters.filter(isExact).map(({ in: location, name }) => parameterKey(location, name)))
  return parameters.filter(parameter => {
    const name = parameterName(parameter.name)
    // The path sets the names of path parameters, and may have both.
    if (parameter.in === 'path' || isExact(parameter) || !exact.has(parameterKey(parameter.in, name))) return true
    report(problems, parameterRepeated.inexact(parameter.in, name, parameter.name), parameter.at)
    return false
  })
}
