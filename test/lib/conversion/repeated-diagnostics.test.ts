import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Diagnostic } from '../../../lib/diagnostics/diagnostic.ts'
import { planDocument } from '../../fixtures/plan-document.ts'

const CORPUS = join(import.meta.dirname, '../../../../shared/corpus')
/** Diagnostics of the corpus when each item had all of its own. */
const UNJOINED = 3_947
const MAX_WARNINGS = 3

/** Returns the message without the places and items. */
const causeOf = ({ code, message }: Diagnostic): string => `${code} ${message.replace(/ (At|Used by) \d+ .*$/, '')}`

test.skipIf(!existsSync(CORPUS))(
  'the corpus has few diagnostics of one cause (skipped without the corpus)',
  async () => {
    let sum = 0
    const noisy: string[] = []
    for (const file of readdirSync(CORPUS).filter(name => /\.(json|ya?ml)$/.test(name))) {
      const planned = await planDocument(CORPUS, file)
      if (!planned.ok) continue
      const { diagnostics, actions, definitions } = planned.plan
      const all = [...diagnostics, ...[...actions, ...definitions].flatMap(({ problems }) => problems)]
      sum += all.length
      const byCause = Map.groupBy(
        all.filter(({ severity }) => severity === 'warning'),
        causeOf,
      )
      for (const [cause, found] of byCause) if (found.length > MAX_WARNINGS) noisy.push(`${file} ${cause}`)
    }
    expect(noisy).toEqual([])
    expect(sum).toBeLessThanOrEqual(UNJOINED / 2)
  },
)
