/** What one conversion came to. */
export type Outcome = {
  readonly operations: number
  /** Whether the result can be written as JSON text; one with cycles can't. */
  readonly writable: boolean
  /** Why it isn't all there, or can't be written. */
  readonly problem?: string
}

/** Writes a result as JSON text, as its user would have to; what can't be written is an outcome and not an end. */
export const written = (value: unknown, operations: number, problem?: string): Outcome => {
  try {
    JSON.stringify(value)
  } catch (error) {
    return { operations, writable: false, problem: messageOf(error) }
  }
  return { operations, writable: true, ...(problem === undefined ? {} : { problem }) }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export type PostmanItem = { readonly item?: readonly PostmanItem[]; readonly request?: unknown }

/** The requests in a Postman collection, in folders of any depth. */
export const requestsIn = ({ item = [], request }: PostmanItem): number =>
  item.reduce((sum, child) => sum + requestsIn(child), request === undefined ? 0 : 1)

export type NodeProperty = { readonly name: string; readonly options?: readonly unknown[] }

/** The operations that an n8n node offers: each resource has a property that lists its own. */
export const operationsOffered = (properties: readonly NodeProperty[]): number =>
  properties.filter(({ name }) => name === 'operation').reduce((sum, { options }) => sum + (options?.length ?? 0), 0)
