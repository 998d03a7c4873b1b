import { join } from 'node:path'
import { expect, test } from 'vitest'
import { classify } from '../../../lib/release/classify.ts'
import type { Release, ReleaseOperation } from '../../../lib/release/release.ts'
import { readRelease } from './find-pairs.ts'

/** The release as an import of a version that did not record facts has stored it. */
const withoutFacts = (release: Release): Release => {
  const strip = (operations: Release['actions']): Map<string, ReleaseOperation> =>
    new Map([...operations].map(([name, { facts, ...operation }]) => [name, operation]))
  return { ...release, actions: strip(release.actions), triggers: strip(release.triggers) }
}

test.each<{ pair: string; want: string[] }>([
  {
    pair: '025-parameter-of-many-values',
    want: ['sent parameter-enum-unknown: breaking', 'received parameter-enum-unknown: breaking'],
  },
  { pair: '134-parameter-of-json', want: [] },
  {
    pair: '137-encoding-changed',
    want: ['sent uses-changed-definition: compatible', 'received uses-changed-definition: compatible'],
  },
])('a release that was stored without facts is compared by its payloads: $pair', async ({ pair, want }) => {
  const folder = join(import.meta.dirname, 'fixtures', pair)
  const before = withoutFacts(await readRelease(folder, 'before.yaml'))
  const { actions, triggers } = classify(before, await readRelease(folder, 'after.yaml'))
  const found = [...actions.values(), ...triggers.values()].flatMap(({ reasons }) =>
    reasons.map(({ rule, kind, direction }) => `${direction} ${rule}: ${kind}`),
  )
  expect(found).toEqual(want)
})
