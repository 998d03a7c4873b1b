import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ROOT } from '../blocks.ts'
import { startLines } from './run-command.ts'
import { drawTerminal, readTerminal } from './terminal-svg.ts'

// After a change of the output or of the page: npm run docs:pictures.
const PICTURES = join(ROOT, 'docs/pictures')

test('the picture of the terminal shows what npm start prints', async () => {
  const state = await mkdtemp(join(tmpdir(), 'pictures-'))
  onTestFinished(() => rm(state, { recursive: true }))
  const shown = readTerminal(await readFile(join(PICTURES, 'terminal.svg'), 'utf8'))
  expect(shown).toEqual(['$ npm start', ...(await startLines(state))])
})

test('the picture of the report page exists and is small', async () => {
  const bytes = await readFile(join(PICTURES, 'report-page.png'))
  expect(bytes.subarray(1, 4).toString()).toBe('PNG')
  expect(bytes.length).toBeLessThan(200_000)
})

test('a drawn line is read back unchanged', () => {
  const lines = ['$ npm start', '  actions      6 created', 'a < b && c', '', '    info    a-code (2×): <svg>']
  expect(readTerminal(drawTerminal(lines))).toEqual(lines)
})
