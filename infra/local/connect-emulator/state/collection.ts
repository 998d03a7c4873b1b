type Item = { readonly id: string; readonly name: string }

/** Items in insertion order, with lookup by id and by name in constant time. */
export type Collection<T extends Item> = {
  readonly size: number
  byId(id: string): T | undefined
  byName(name: string): T | undefined
  values(): IterableIterator<T>
  /** Adds the item, or replaces the item with the same id in its position. */
  put(item: T): void
  remove(id: string): void
}

export function createCollection<T extends Item>(): Collection<T> {
  const items = new Map<string, T>()
  const ids = new Map<string, string>()

  const forgetName = (id: string): void => {
    const previous = items.get(id)
    if (previous !== undefined) ids.delete(previous.name)
  }

  return {
    get size() {
      return items.size
    },
    byId: id => items.get(id),
    byName: name => items.get(ids.get(name) ?? ''),
    values: () => items.values(),
    put(item) {
      forgetName(item.id)
      items.set(item.id, item)
      ids.set(item.name, item.id)
    },
    remove(id) {
      forgetName(id)
      items.delete(id)
    },
  }
}
