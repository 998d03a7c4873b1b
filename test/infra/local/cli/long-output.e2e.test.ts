import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { Report } from '../../../../lib/report/report.ts'
import { generateApi } from '../../../chaos/support/generated-api.ts'
import { importCommand, PROGRAM, useFolder } from './support.ts'

const within = useFolder()
const OPERATIONS = 3_000

const documentFile = async (): Promise<string> => {
  await writeFile(within('shop.json'), JSON.stringify(generateApi(OPERATIONS)))
  return within('shop.json')
}

test('a report that is larger than a pipe is printed completely, also to a slow reader', async () => {
  const args = [await documentFile(), '--state', within('state'), '--json']
  const child = spawn(process.execPath, [PROGRAM, 'import', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  // The last line on stderr comes after the report, which is not read until then.
  for await (const piece of child.stderr) if (String(piece).includes('  platform ')) break
  const report: Report = JSON.parse(await text(child.stdout))
  expect(report.actions).toHaveLength(OPERATIONS)
  if (child.exitCode === null) await once(child, 'exit')
  expect(child.exitCode).toBe(0)
})

test('the environment sets the limits of a document', async () => {
  const args = [await documentFile(), '--state', within('limits')]
  const few = await importCommand(args, { MAX_OPERATIONS: '2999' })
  expect(few).toMatchObject({
    status: 1,
    stdout: expect.stringMatching(/more than 2999 operations \(MAX_OPERATIONS\)/),
  })
  const short = await importCommand(args, { MAX_DOCUMENT_BYTES: '1000' })
  expect(short).toMatchObject({ status: 2, stderr: expect.stringMatching(/the limit is 1000 \(MAX_DOCUMENT_BYTES\)/) })
  const wrong = await importCommand(args, { MAX_DEPTH: 'deep' })
  expect(wrong).toMatchObject({ status: 2, stderr: expect.stringMatching(/MAX_DEPTH must be an integer/) })
})
