import type { Report, ReportedAuthScheme, ReportedConnector } from './report.ts'

/** Maximum number of authentication schemes in a summary; the report has all. */
const MAX_SCHEMES = 10

/** Describes the result of a connector in one line. */
export function connectorResult({ alias, id, name, change, status, reason }: ReportedConnector): string {
  const shown = [...(name === undefined ? [] : [name]), ...(id === undefined ? [] : [`(${id})`])].join(' ')
  const result = status === 'failed' ? 'failed' : RESULTS[change][status === 'planned' ? 'planned' : 'done']
  return `${result}: ${shown === '' ? alias : shown}${reason === undefined ? '' : `. ${reason}`}`
}

/** Describes the result of an authentication scheme in one line. */
export function authSchemeResult({ key, schemeType, change, status, reason }: ReportedAuthScheme): string {
  const result = status === 'failed' ? 'failed' : RESULTS[change][status === 'planned' ? 'planned' : 'done']
  return `${result}: ${key === '' ? 'no authentication' : key} (${schemeType})${reason === undefined ? '' : `. ${reason}`}`
}

const RESULTS = {
  create: { done: 'created', planned: 'to create' },
  update: { done: 'updated', planned: 'to update' },
  unchanged: { done: 'unchanged', planned: 'unchanged' },
  keep: { done: 'kept', planned: 'kept' },
} as const

/** Lists the results of connector and authentication for a terminal. */
export function connectorLines({ connector, authSchemes = [], reason }: Report): string[] {
  const left = authSchemes.length - MAX_SCHEMES
  // The reason of a failed import is shown already.
  const shown = connector?.reason === reason && connector !== undefined ? withoutReason(connector) : connector
  return [
    ...(shown === undefined || shown.change === 'unchanged' ? [] : [`  connector    ${connectorResult(shown)}`]),
    ...(authSchemes.length === 0
      ? []
      : [
          '  authentication:',
          ...authSchemes.slice(0, MAX_SCHEMES).map(scheme => `    ${authSchemeResult(scheme)}`),
          ...(left > 0 ? [`    … and ${left} more in the report`] : []),
        ]),
  ]
}

const withoutReason = ({ reason: _reason, ...connector }: ReportedConnector): ReportedConnector => connector

/** Lists the steps that a person must do, for a terminal. */
export function nextStepLines({ nextSteps = [] }: Report): string[] {
  return nextSteps.length === 0 ? [] : ['  next steps:', ...nextSteps.map(step => `    ${step}`)]
}
