import { parameterRepeated } from '../../diagnostics/kinds/parameters.ts'
import { report } from '../../diagnostics/report.ts'
import type { Context } from '../../openapi/objects/context.ts'
import type { Parameter } from '../../openapi/objects/model.ts'
import { clean } from '../text.ts'

/** Such a name stays as it is, which almost all do. */
const PLAIN = /^[!-~]*$/

/** A name as an action has it: on one line, without control characters or white space around it; empty where nothing is left. */
export function parameterName(name: string): string {
  return PLAIN.test(name) ? name : clean(name).replaceAll(/\s/g, ' ')
}

/** What one operation can't have twice. Names of header fields ignore case: RFC 9110 section 5.1. */
export function parameterKey(location: string, name: string): string {
  return `${location} ${location === 'header' ? name.toLowerCase() : name}`
}

/** Leaves out what only white space or the like sets apart from a parameter whose name is spelt as an action has it. */
export function preferExactNames({ problems }: Context, parameters: readonly Parameter[]): readonly Parameter[] {
  if (parameters.every(({ name }) => PLAIN.test(name))) return parameters
  const isExact = ({ name }: Parameter): boolean => parameterName(name) === name
  const exact = new Set(parameters.filter(isExact).map(({ in: location, name }) => parameterKey(location, name)))
  return parameters.filter(parameter => {
    const name = parameterName(parameter.name)
    // A path parameter's name is settled by the path, which may have both.
    if (parameter.in === 'path' || isExact(parameter) || !exact.has(parameterKey(parameter.in, name))) return true
    report(problems, parameterRepeated.inexact(parameter.in, name, parameter.name), parameter.at)
    return false
  })
}
