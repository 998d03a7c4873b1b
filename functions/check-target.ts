import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import middy from '@middy/core'
import * as v from 'valibot'
import { AWS_OPTIONS } from '../lib/config/aws-options.ts'
import { CheckSettings, parseSettings } from '../lib/config/settings.ts'
import { createHttp } from '../lib/connect/send/http.ts'
import { createTokenSource } from '../lib/connect/token/token.ts'
import { parseBaseUrl } from '../lib/connect/urls.ts'
import { examineWithin } from '../lib/doctor/examine-within.ts'
import type { Finding } from '../lib/doctor/finding.ts'
import { CONNECTIONS, createPatient } from '../lib/doctor/patient.ts'
import type { LocalRun } from '../lib/import/dependencies.ts'
import { Target } from '../lib/request/target.ts'
import { lazy } from '../lib/util/lazy.ts'

/** Result of a check, as the command line prints it. */
export type CheckedTarget = {
  /** Base URL of the Connect API. */
  readonly platform: string
  readonly target: Target
  readonly findings: readonly Finding[]
}

/** Time for all checks in milliseconds. The caller waits 20 s at most. */
const LIMIT = 14_000
/** A platform that needs longer for one response has no chance within the limit. Milliseconds. */
const HTTP = { connectTimeoutMs: 3_000, headersTimeoutMs: 8_000, bodyTimeoutMs: 8_000, requestTimeoutMs: 10_000 }

/** Creates the handler that examines a target, without writing to the platform. Its event is the target. */
export function createHandler(
  environment: Readonly<Record<string, string | undefined>>,
  { local }: { readonly local?: LocalRun } = {},
) {
  const prepare = lazy(() => ({
    settings: parseSettings(CheckSettings, environment),
    secrets: new SecretsManagerClient(AWS_OPTIONS),
  }))
  return middy(async (event: unknown): Promise<CheckedTarget> => {
    const { settings, secrets } = prepare()
    const target = v.parse(Target, event)
    const platform = parseBaseUrl(settings.CONNECT_API_URL)
    // Not cached: a person who has replaced a token checks it at once.
    const token = createTokenSource({
      client: secrets,
      secretId: settings.TOKEN_SECRET_ID,
      organisationId: target.organisationId,
      variable: local?.tokenVariable,
      now: Date.now,
    })
    const http = createHttp({ connections: CONNECTIONS, ...HTTP })
    try {
      const patient = createPatient({ baseUrl: platform, target, token, http })
      return { platform, target, findings: await examineWithin(patient, LIMIT) }
    } finally {
      await http.close()
    }
  })
}

export const handler = createHandler(process.env)
