import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { appendEntry, readJournal } from '../../../../infra/local/durable/journal.ts'
import { temporaryDirectory } from '../aws/support.ts'

test('a deleted journal is not created again by a later entry', async () => {
  const directory = await temporaryDirectory()
  const file = join(directory, 'executions', 'a.jsonl')
  await appendEntry(file, { type: 'started', at: 1, arn: 'arn', payload: '{}' })
  await appendEntry(file, { type: 'invoked', at: 2 })
  expect(await readJournal(file)).toHaveLength(2)
  await rm(file)
  await expect(appendEntry(file, { type: 'invoked', at: 3 })).rejects.toThrow('ENOENT')
  await rm(join(directory, 'executions'), { recursive: true })
  await expect(appendEntry(file, { type: 'invoked', at: 3 })).rejects.toThrow('ENOENT')
  expect(await readdir(directory)).toEqual([])
})
