/** What one conversion came to. */
export type Outcome = {
  readonly operations: number
  /** Whether the result can be written as JSON text; one with cycles can't. */
  readonly writable: boolean
  /** Why it isn't all there, or can't be written. */
  readonly problem?: string
}

/** Result of a conversion, not counted and not written yet. */
export type Made = {
  readonly value: unknown
  readonly count: () => number
  /** Writes the result as JSON text; by default, `JSON.stringify` does. */
  readonly write?: () => unknown
  readonly problem?: string
}

/** Writes a result as JSON text, as its user would have to; what can't be written is an outcome and not an end. */
export const written = ({ value, count, write = () => JSON.stringify(value), problem }: Made): Outcome => {
  const operations = count()
  try {
    write()
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

/** A property of an n8n node, and its options where it offers some. */
export type NodeProperty = { readonly name: string; readonly options?: readonly NodeOption[] }
type NodeOption = { readonly routing?: { readonly request?: { readonly method: string; readonly url: string } } }

/** The operations that an n8n node offers: each resource has a property that lists its own, and some are of several. */
export const operationsOffered = (properties: readonly NodeProperty[]): number => {
  const offered = properties.flatMap(({ name, options = [] }) => (name === 'operation' ? options : []))
  const requests = offered.map(({ routing }) => `${routing?.request?.method} ${routing?.request?.url}`)
  return new Set(requests).size
}
