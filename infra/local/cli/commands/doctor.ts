import { createHttp } from '../../../../lib/connect/send/http.ts'
import { parseSecret, type Token } from '../../../../lib/connect/token/secret.ts'
import { parseBaseUrl } from '../../../../lib/connect/urls.ts'
import { examine } from '../../../../lib/doctor/examine.ts'
import type { Finding } from '../../../../lib/doctor/finding.ts'
import { CONNECTIONS, createPatient } from '../../../../lib/doctor/patient.ts'
import { choosePlatform } from '../arguments/choose-platform.ts'
import {
  addDoctorOptions,
  DEMO_CONNECTOR,
  type DoctorArguments,
  readDoctorArguments,
} from '../arguments/doctor-arguments.ts'
import { addStatuses } from '../exit-status.ts'
import { openStack, platformOf, TOKEN_VARIABLE } from '../import/local-stack.ts'
import type { Subcommand } from '../subcommand.ts'

/** Examines a platform and prints the findings. */
export const doctorCommand: Subcommand = {
  configure: command => {
    command.description('Checks a platform and a target before the first import.').usage('[options]')
    addDoctorOptions(command)
    addStatuses(command, [
      [0, 'an import can run'],
      [1, 'a check failed'],
      [2, 'wrong usage'],
    ])
  },
  run: (command, { environment }) => run(readDoctorArguments(command), environment),
}

const run = async (args: DoctorArguments, surroundings: NodeJS.ProcessEnv): Promise<number> => {
  const chosen = await choosePlatform(args.context, surroundings)
  const { environment } = chosen
  const { platformUrl, token } = platformOf(environment)
  const target = { organisationId: chosen.organisationId, ...args.target }
  // Another platform needs no local stack, and so no state directory.
  const stack = platformUrl === undefined ? await openStack(args.state, environment) : undefined
  const baseUrl = parseBaseUrl(platformUrl ?? stack?.environment.CONNECT_API_URL ?? '')
  const http = createHttp({ connections: CONNECTIONS })
  try {
    const { organisationId, connectorId } = target
    if (connectorId === DEMO_CONNECTOR)
      stack?.platform?.seedConnector({
        organisationId,
        connectorId,
        name: connectorId,
        baseUrl: 'https://api.example.com',
      })
    const read = async (): Promise<Token> => parseSecret(token, { variable: TOKEN_VARIABLE })
    const patient = createPatient({
      baseUrl,
      target,
      token: { current: read, refused: read, variable: TOKEN_VARIABLE },
      http,
    })
    const findings = await examine(patient, args, args.json ? undefined : print)
    if (args.json) console.log(JSON.stringify({ platform: baseUrl, target, findings }, undefined, 2))
    return findings.some(({ status }) => status === 'failed') ? 1 : 0
  } finally {
    await http.close()
    await stack?.close()
  }
}

/** Prints a finding as a line of a table, with the remedy below a failed one. */
const print = ({ check, status, message, remedy }: Finding): void => {
  console.log(`${status.padEnd(8)} ${check.padEnd(24)} ${message}`)
  if (remedy !== undefined) console.log(`${' '.repeat(33)} ${remedy}`)
}
