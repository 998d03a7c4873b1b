import { CORE_SCHEMA, dump } from 'js-yaml'
import type { Original } from './documents.ts'
import { mutateBytes } from './mutate-bytes.ts'
import { mutateValue } from './mutate-value.ts'
import { createRandom, type Random } from './random.ts'
import { copy } from './slots.ts'

export type Mutant = { readonly original: string; readonly bytes: Uint8Array; readonly isOverlay: boolean }

/** Deeper values are written in one line: indentation would make megabytes of a few hundred levels. */
const MAX_BLOCK_LEVEL = 30

/** The mutant with a number: the same for the same seed and documents, whatever was made before it. */
export const makeMutant = (originals: readonly [Original, ...Original[]], seed: number, index: number): Mutant => {
  const random = createRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b))
  const { name, value, isOverlay = false } = random.pick(originals)
  const kind = random.below(10)
  const mutated = copy(value)
  if (kind < 7) mutateValue(random, mutated)
  const bytes = Buffer.from(random.chance(0.35) ? asYaml(mutated) : asJson(random, mutated))
  return { original: name, isOverlay, bytes: kind >= 6 ? mutateBytes(random, bytes) : bytes }
}

const asJson = (random: Random, value: unknown): string =>
  JSON.stringify(value, undefined, random.pick([0, 2])) ?? 'null'

/** What YAML can't write, such as a lone surrogate, is written as JSON, which it can read. */
const asYaml = (value: unknown): string => {
  try {
    return dump(value, { schema: CORE_SCHEMA, flowLevel: MAX_BLOCK_LEVEL })
  } catch {
    return JSON.stringify(value) ?? 'null'
  }
}
