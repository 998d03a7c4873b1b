/** A place in a parsed document that can be changed: a member of a mapping or an item of a list. */
export type Slot = { readonly holder: Holder; readonly key: string; readonly depth: number }
export type Holder = { [key: string]: unknown }

export const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null

/** Every place of a value, whatever leads to it. Lists count as mappings by index. */
export const slotsOf = (value: unknown): Slot[] => {
  const slots: Slot[] = []
  const visit = (holder: Holder, depth: number): void => {
    for (const key of Object.keys(holder)) {
      slots.push({ holder, key, depth })
      const item = holder[key]
      if (isHolder(item)) visit(item, depth + 1)
    }
  }
  if (isHolder(value)) visit(value, 1)
  return slots
}

export const read = ({ holder, key }: Slot): unknown => holder[key]

/** Not by assignment, which would set a prototype where the key is `__proto__`. */
export const put = (holder: Holder, key: string, value: unknown): void => {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true })
}

export const write = ({ holder, key }: Slot, value: unknown): void => put(holder, key, value)

export const remove = ({ holder, key }: Slot): void => {
  if (Array.isArray(holder)) holder.splice(Number(key), 1)
  else delete holder[key]
}

/** A copy without anything shared; deep values that graft upon graft has made are copied as well. */
export const copy = (value: unknown): unknown => structuredClone(value)
