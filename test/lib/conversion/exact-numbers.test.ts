import { join } from 'node:path'
import { expect, test } from 'vitest'
import { planDocument } from '../../fixtures/plan-document.ts'

test('the content of a definition has all digits of its numbers', async () => {
  const planned = await planDocument(join(import.meta.dirname, '../../fixtures'), '121-exact-numbers.json')
  if (!planned.ok) throw new Error(planned.problem.message)
  const { content = '' } = planned.plan.definitions[0] ?? {}
  for (const part of [
    '"minimum":-9223372036854775808,"maximum":9223372036854775807',
    '"default":0.10000000000000000555,"multipleOf":0.10000000000000000555',
    '"const":12345678901234567890',
    '"maxLength":18446744073709551615',
    '"minimum":12345678901234567891',
    '"default":{"a":[9007199254740993],"id":12345678901234567890}',
    '"required":["12345678901234567890","1"]',
  ])
    expect(content).toContain(part)
})
