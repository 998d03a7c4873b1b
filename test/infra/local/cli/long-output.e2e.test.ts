import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Report } from '../../../../lib/report/report.ts'
import { shop } from '../../../chaos/support/shop.ts'
import { importCommand, useFolder } from './support.ts'

const within = useFolder()
const PROGRAM = fileURLToPath(new URL('../../../../infra/local/cli/import.ts', import.meta.url))
const OPERATIONS = 3_000

const documentFile = async (): Promise<string> => {
  await writeFile(within('shop.json'), JSON.stringify(shop(OPERATIONS)))
  return within('shop.json')
}

test('a report that is longer than a pipe holds arrives whole, however late it is read', async () => {
  const args = [await documentFile(), '--state', within('state'), '--json']
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  // What is written to stderr last comes behind the report; all the while nobody reads that.
  for await (const piece of child.stderr) if (String(piece).includes('  platform ')) break
  const report: Report = JSON.parse(await text(child.stdout))
  expect(report.actions).toHaveLength(OPERATIONS)
  if (child.exitCode === null) await once(child, 'exit')
  expect(child.exitCode).toBe(0)
})

test('the limits of a document are taken from the environment', async () => {
  const args = [await documentFile(), '--state', within('limits')]
  const few = await importCommand(args, { MAX_OPERATIONS: '2999' })
  expect(few).toMatchObject({
    status: 1,
    stdout: expect.stringMatching(/more than 2999 operations \(MAX_OPERATIONS\)/),
  })
  const short = await importCommand(args, { MAX_DOCUMENT_BYTES: '1000' })
  expect(short).toMatchObject({ status: 2, stderr: expect.stringMatching(/the limit is 1000 \(MAX_DOCUMENT_BYTES\)/) })
  const wrong = await importCommand(args, { MAX_DEPTH: 'deep' })
  expect(wrong).toMatchObject({ status: 2, stderr: expect.stringMatching(/MAX_DEPTH has to be a whole number/) })
})
