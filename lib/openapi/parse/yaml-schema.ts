import {
  boolCoreTag,
  CORE_SCHEMA,
  floatCoreTag,
  intCoreTag,
  mapTag,
  mergeTag,
  NOT_RESOLVED,
  nullCoreTag,
  type ScalarTagDefinition,
  seqTag,
} from 'js-yaml'

/** A scalar that says its value in other words than JavaScript does: `1.0`, `~`, `True`. As a key it is its text. */
class Worded {
  readonly text: string
  readonly value: unknown
  constructor(text: string, value: unknown) {
    this.text = text
    this.value = value
  }
}

/** The value of a node that YAML_SCHEMA has read. */
export function toValue(node: unknown): unknown {
  return node instanceof Worded ? node.value : node
}

const toKey = (key: unknown): unknown => (key instanceof Worded ? key.text : key)

const worded = (tag: ScalarTagDefinition): ScalarTagDefinition => ({
  ...tag,
  resolve: (source, isExplicit, tagName) => {
    const value = tag.resolve(source, isExplicit, tagName)
    return value === NOT_RESOLVED || String(value) === source ? value : new Worded(source, value)
  },
})

/**
 * YAML 1.2's core schema for values and its failsafe schema for keys, which JSON has as texts: `1.0` and `1.00` are two
 * keys. With the merge key of 1.1, which documents use as if 1.2 had it.
 */
export const YAML_SCHEMA = CORE_SCHEMA.withTags(
  mergeTag,
  [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag].map(worded),
  { ...seqTag, addItem: (items, item, index) => seqTag.addItem(items, toValue(item), index) },
  {
    ...mapTag,
    addPair: (mapping, key, value) => mapTag.addPair(mapping, toKey(key), toValue(value)),
    has: (mapping, key) => mapTag.has(mapping, toKey(key)),
  },
)
