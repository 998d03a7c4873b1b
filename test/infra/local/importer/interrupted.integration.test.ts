import { expect, test } from 'vitest'
import { createLocalImporter } from '../../../../infra/local/importer/local-import.ts'
import { pets } from './documents.ts'
import { useStack } from './support.ts'

const { seed, stack, uploadOf } = useStack()

test('an import that times out ends with a message, and the next one starts anew', async () => {
  seed('timed-out')
  const messages: string[] = []
  const engine = { invocationMs: 1, executionTimeoutMs: 300 }
  const short = createLocalImporter(stack(), {}, { engine, onRetry: message => messages.push(message) })
  const first = await short.start(uploadOf('timed-out', pets(), {}))
  await expect(short.finish(first)).rejects.toThrow(
    `Import ${first} ended as TIMED_OUT, without a report: The execution timed out after 0.3 seconds. Import the document again.`,
  )
  expect(messages.join()).toMatch(new RegExp(`^Import ${first} was interrupted: .+\\. It continues in \\d+ s\\.`))

  const importer = createLocalImporter(stack())
  const second = await importer.start(uploadOf('timed-out', pets(), {}))
  expect(second).not.toBe(first)
  expect(await importer.finish(second)).toMatchObject({ outcome: 'succeeded' })
})
