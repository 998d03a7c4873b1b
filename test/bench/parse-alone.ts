import { CORE_SCHEMA, load, mergeTag } from 'js-yaml'
import { decode } from '../../lib/openapi/parse/decode.ts'
import { DEFAULT_LIMITS } from '../../lib/openapi/parse/limits.ts'
import type { Format } from '../../lib/openapi/parse/parse.ts'

const YAML_OPTIONS = {
  schema: CORE_SCHEMA.withTags(mergeTag),
  maxDepth: DEFAULT_LIMITS.depth,
  maxAliases: DEFAULT_LIMITS.aliases,
  maxTotalMergeKeys: DEFAULT_LIMITS.merges,
}

/** What planning is compared with: the same text through the parser alone. */
export const parseAlone = (text: string, format: Format): unknown =>
  format === 'json' ? JSON.parse(text) : load(text, YAML_OPTIONS)

export const textOf = (bytes: Uint8Array): string => decode(bytes, '').text
