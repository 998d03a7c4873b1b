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
} from 'js-yaml'
import { WrittenScalar } from '../written-scalar.ts'

/** Keys are strings in JSON: the source text is used. */
const toKey = (key: unknown): unknown => (key instanceof WrittenScalar ? key.text : key)

const written = (tag: ScalarTagDefinition): ScalarTagDefinition => ({
  ...tag,
  resolve: (source, isExplicit, tagName) => {
    const value = tag.resolve(source, isExplicit, tagName)
    return value === NOT_RESOLVED || String(value) === source ? value : new WrittenScalar(source, value)
  },
})

/** Number that overflows, such as `1e400`; js-yaml would read it as a string. */
const OVERFLOWING = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/

const float: ScalarTagDefinition = {
  ...floatCoreTag,
  resolve: (source, isExplicit, tagName) => {
    const value = floatCoreTag.resolve(source, isExplicit, tagName)
    return value === NOT_RESOLVED && OVERFLOWING.test(source) ? Number(source) : value
  },
}

/**
 * Core schema of YAML 1.2 for values, and its failsafe schema for keys, which are strings in JSON: `1.0` and `1.00` are
 * two keys. Includes the merge key of YAML 1.1, which documents use in 1.2 as well. A scalar whose text differs from its
 * value becomes a `WrittenScalar`.
 * @see https://yaml.org/spec/1.2.2/#103-core-schema
 */
export const YAML_SCHEMA = CORE_SCHEMA.withTags(mergeTag, [nullCoreTag, boolCoreTag, intCoreTag, float].map(written), {
  ...mapTag,
  addPair: (mapping, key, value) => mapTag.addPair(mapping, toKey(key), value),
  has: (mapping, key) => mapTag.has(mapping, toKey(key)),
})
