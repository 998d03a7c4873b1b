import { createConnectClient } from '../../../../lib/connect/client.ts'
import { createHttp, type Http } from '../../../../lib/connect/send/http.ts'
import { parseSecret, type Token } from '../../../../lib/connect/token/secret.ts'
import { parseBaseUrl } from '../../../../lib/connect/urls.ts'
import type { Patient } from '../../../../lib/doctor/doctor.ts'
import { examine } from '../../../../lib/doctor/examine.ts'
import type { Finding } from '../../../../lib/doctor/finding.ts'
import type { Target } from '../../../../lib/request/target.ts'
import { choosePlatform } from '../choose-platform.ts'
import { addDoctorOptions, DEMO_CONNECTOR, type DoctorArguments, readDoctorArguments } from '../doctor-arguments.ts'
import { addStatuses } from '../exit-status.ts'
import { openStack, platformOf } from '../local-stack.ts'
import type { Subcommand } from '../subcommand.ts'

const CONCURRENCY = 4
const RATE = 20
/** Attempts are few, since a person waits. */
const RETRY = { maxAttempts: 2, maxThrottledMs: 10_000 }

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
  const http = createHttp({ connections: CONCURRENCY })
  try {
    const { organisationId, connectorId } = target
    if (connectorId === DEMO_CONNECTOR)
      stack?.platform?.seedConnector({
        organisationId,
        connectorId,
        name: connectorId,
        baseUrl: 'https://api.example.com',
      })
    const patient = patientOf(baseUrl, target, token, http)
    const findings = await examine(patient, args, args.json ? undefined : print)
    if (args.json) console.log(JSON.stringify({ platform: baseUrl, target, findings }, undefined, 2))
    return findings.some(({ status }) => status === 'failed') ? 1 : 0
  } finally {
    await http.close()
    await stack?.close()
  }
}

const patientOf = (baseUrl: string, target: Target, secret: string, http: Http): Patient => {
  const read = async (): Promise<Token> => parseSecret(secret, 'CONNECT_API_TOKEN')
  const token = { current: read, refused: read }
  const connect = (version: string) =>
    createConnectClient({
      baseUrl,
      target: { ...target, version },
      token,
      http,
      concurrency: CONCURRENCY,
      maxRequestsPerSecond: RATE,
      retry: RETRY,
    })
  return { client: connect(target.version), connect, http, token, baseUrl, target, now: Date.now }
}

/** Prints findings as lines of a table, with the remedy below a failed one. */
const print = (findings: readonly Finding[]): void => {
  for (const { check, status, message, remedy } of findings) {
    console.log(`${status.padEnd(8)} ${check.padEnd(24)} ${message}`)
    if (remedy !== undefined) console.log(`${' '.repeat(33)} ${remedy}`)
  }
}
