/** Connector version of the platform that an import writes to. */
export type Target = {
  readonly organisationId: string
  readonly connectorId: string
  readonly version: string
}
