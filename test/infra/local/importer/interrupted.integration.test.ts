import { expect, test } from 'vitest'
import { createLocalImporter } from '../../../../infra/local/importer/local-import.ts'
import { pets } from './documents.ts'
import { useStack } from './support.ts'

const { seed, stack, uploadOf } = useStack()

test('an import that times out ends with messages and a report, and the next one starts anew', async () => {
  seed('timed-out')
  const messages: string[] = []
  const engine = { invocationMs: 1, executionTimeoutMs: 300 }
  const short = createLocalImporter(stack(), {}, { engine, onRetry: message => messages.push(message) })
  const first = await short.start(uploadOf('timed-out', pets(), {}))
  expect(await short.finish(first)).toMatchObject({
    importId: first,
    outcome: 'failed',
    // The invocations may be too short for the first step.
    reason: expect.stringMatching(/^The (execution timed out after 0 seconds|import never started)/),
  })
  expect(messages.join()).toMatch(new RegExp(`^Import ${first} was interrupted: .+\\. It continues in \\d+ s\\.`))

  const importer = createLocalImporter(stack())
  const second = await importer.start(uploadOf('timed-out', pets(), {}))
  expect(second).not.toBe(first)
  expect(await importer.finish(second)).toMatchObject({ outcome: 'succeeded' })
})
