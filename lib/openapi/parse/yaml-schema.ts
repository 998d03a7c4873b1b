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

/** Scalar that YAML and JavaScript write differently: `1.0`, `~`, `True`. As a key, its source text is used. */
class Worded {
  readonly text: string
  readonly value: unknown
  constructor(text: string, value: unknown) {
    this.text = text
    this.value = value
  }
}

/** Returns the value of a node that was read with YAML_SCHEMA. */
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
 * Core schema of YAML 1.2 for values, and its failsafe schema for keys, which are strings in JSON: `1.0` and `1.00` are
 * two keys. Includes the merge key of YAML 1.1, which documents use in 1.2 as well.
 * @see https://yaml.org/spec/1.2.2/#103-core-schema
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
