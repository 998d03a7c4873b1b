import type { Plan } from '../conversion/plan.ts'
import { connectorFieldNotSet } from '../diagnostics/kinds/connector.ts'
import type { ReportedAuthScheme, ReportedConnector } from './report.ts'

type Ended = {
  readonly plan?: Plan
  readonly connector?: ReportedConnector
  readonly authSchemes?: readonly ReportedAuthScheme[]
  readonly reason?: string
  readonly dryRun: boolean
}

/** Lists what a person must do before a new connector works. Imports never have credentials, so a connection is the first. */
export function nextSteps({ plan, connector, authSchemes = [], reason, dryRun }: Ended): string[] {
  if (connector?.change !== 'create' || connector.status === 'failed' || reason !== undefined || dryRun) return []
  const names = authSchemes.map(({ key }) => key).filter(key => key !== '')
  const empty = (connector.connectionVariables ?? []).filter(({ value }) => value === '').map(({ name }) => name)
  const has = (code: string): boolean => plan?.diagnostics.some(diagnostic => diagnostic.code === code) ?? false
  return [
    names.length === 0
      ? 'Create a connection on the platform, with the authentication that the API needs.'
      : `Create a connection with credentials on the platform. Authentication schemes: ${names.join(', ')}.`,
    ...(empty.length === 0 ? [] : [`Set the connection variables without a default: ${empty.join(', ')}.`]),
    ...(has(connectorFieldNotSet.code)
      ? ['Set the documentation link and the logo of the connector, if you want them.']
      : []),
    ...((plan?.triggers ?? []).some(({ payload }) => payload !== undefined)
      ? ['Register the URLs of the triggers at the vendor, if you use them.']
      : []),
  ]
}
