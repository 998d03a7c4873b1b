import { expect, test } from 'vitest'
import { NO_FILTER } from '../../../../lib/conversion/filter.ts'
import type { Plan } from '../../../../lib/conversion/plan.ts'
import { findFixtures } from '../../../fixtures/find-fixtures.ts'
import { planDocument } from '../../../fixtures/plan-document.ts'

/** What is sent to the platform, by name. */
const payloadsOf = ({ actions, definitions }: Plan): Map<string, unknown> =>
  new Map<string, unknown>([
    ...actions.flatMap(({ name, payload }) => (payload === undefined ? [] : [[`action ${name}`, payload] as const])),
    ...definitions.map(({ name, accept, content }) => [`definition ${name}`, { accept, content }] as const),
  ])

test.each(findFixtures())(
  'a filter does not change the included operations of $name',
  async ({ folder, root, options }) => {
    const whole = await planDocument(folder, root, { ...options, filter: NO_FILTER })
    if (!whole.ok) expect.fail(whole.problem.message)
    const want = payloadsOf(whole.plan)
    for (const { path, payload } of whole.plan.actions) {
      if (payload === undefined) continue
      const filter = { ...NO_FILTER, includePath: [path] }
      const filtered = await planDocument(folder, root, { ...options, filter })
      if (!filtered.ok) expect.fail(filtered.problem.message)
      for (const [name, given] of payloadsOf(filtered.plan)) expect(given, name).toEqual(want.get(name))
    }
  },
)
