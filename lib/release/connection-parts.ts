/** Parts of a connection that actions need, in display order, with the title of each. */
const CONNECTION_PARTS = [
  { part: 'servers', title: 'Servers' },
  { part: 'authentication', title: 'Authentication' },
] as const
export type ConnectionPart = (typeof CONNECTION_PARTS)[number]['part']

/** A value for each part that has one. */
export type ByConnectionPart<T> = Partial<Readonly<Record<ConnectionPart, T>>>

/** Returns the parts that have a value, in display order. */
export function partsOf<T>(
  values: ByConnectionPart<T>,
): readonly { readonly part: ConnectionPart; readonly title: string; readonly value: T }[] {
  return CONNECTION_PARTS.flatMap(({ part, title }) => {
    const value = values[part]
    return value === undefined ? [] : [{ part, title, value }]
  })
}
