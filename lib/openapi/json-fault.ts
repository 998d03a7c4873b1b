import type { Diagnostic } from '../diagnostics/diagnostic.ts'

/** A refusal of what only YAML could read names the fault of the JSON that it begins like, which may be the cause. */
export const withJsonFault = (refusal: Diagnostic, problems: readonly Diagnostic[]): Diagnostic => {
  const fault = problems.find(({ code }) => code === 'json-as-yaml')
  return fault === undefined ? refusal : { ...refusal, message: `${refusal.message} ${fault.message}` }
}
