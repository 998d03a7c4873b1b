import type { ActionParameter, HttpMethod } from '../../../../lib/contract/requests.ts'

/** Authentication scheme as it was sent. */
export type AuthSchemeRecord = { readonly id: string; readonly schemeType: string }

export type ConnectorRecord = {
  readonly id: string
  readonly organisationId: string
  readonly name: string
  readonly baseUrl: string
  readonly tags?: Readonly<Record<string, readonly string[]>>
  readonly connectionVariables?: readonly { readonly name: string; readonly value: string }[]
  readonly authSchemeConfigs?: readonly AuthSchemeRecord[]
  readonly createdAt: string
  readonly updatedAt: string
}

export type VersionRecord = {
  readonly id: string
  readonly name: string
  readonly description?: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly publishedAt: string | null
}

export type LinkRecord = { readonly id: string; readonly definition: { readonly id: string } }

export type TriggerRecord = {
  readonly id: string
  readonly type: 'http'
  readonly name: string
  readonly summary?: string
  readonly description?: string
  readonly method: HttpMethod
  readonly parameters: readonly (ActionParameter & { readonly completion?: object })[]
  readonly requestBody?: { readonly required: boolean; readonly definitions: readonly LinkRecord[] }
  readonly responses: readonly {
    readonly id: string
    readonly status?: number
    readonly definitions: readonly LinkRecord[]
  }[]
}

export type ActionRecord = TriggerRecord & { readonly path: string }

export type DefinitionRecord = {
  readonly id: string
  readonly name: string
  readonly accept: readonly string[]
  readonly description?: string
  /** The schema as JSON, exactly as it was sent. */
  readonly content: string
  /** The definition id of each `$ref` of the content. URLs contain names and a port, which may change. */
  readonly links: Readonly<Record<string, string>>
}

/** The whole state, as stored in the state file. */
export type PlatformState = {
  readonly schema: 1
  readonly connectors: readonly (ConnectorRecord & {
    readonly versions: readonly (VersionRecord & {
      readonly definitions: readonly DefinitionRecord[]
      readonly actions: readonly ActionRecord[]
      /** Absent in a state file of an earlier version of the emulator. */
      readonly triggers?: readonly TriggerRecord[]
    })[]
  })[]
}

/** Returns all links of an action or trigger to definitions. */
export function linksOf({ requestBody, responses }: Pick<TriggerRecord, 'requestBody' | 'responses'>): LinkRecord[] {
  return [...(requestBody?.definitions ?? []), ...responses.flatMap(response => response.definitions)]
}
