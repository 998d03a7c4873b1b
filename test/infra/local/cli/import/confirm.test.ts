import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { askToConfirm, needsConfirmation } from '../../../../../infra/local/cli/import/confirm.ts'

const confirm = [{ code: 'deletes', message: '6 of 6 actions\u001b[2J would be deleted.' }] as const

const ask = async (answer: string, isTTY = true) => {
  const input = Object.assign(new PassThrough(), { isTTY })
  const output = Object.assign(new PassThrough(), { isTTY })
  input.end(answer)
  const isConfirmed = await askToConfirm({ confirm }, { input, output })
  output.end()
  return { isConfirmed, printed: await text(output) }
}

test.each([
  ['y\n', true],
  ['YES\n', true],
  ['n\n', false],
  ['\n', false],
  ['yesterday\n', false],
  ['', undefined],
])('the answer %j confirms: %j', async (answer, want) => {
  const { isConfirmed, printed } = await ask(answer)
  expect(isConfirmed).toBe(want)
  expect(printed).toContain('6 of 6 actions [2J would be deleted.\n')
  expect(printed).toContain('Import anyway? [y/N]')
})

test('the next output begins on a new line after the end of the input', async () => {
  expect((await ask('')).printed).toMatch(/\n$/)
})

test('nothing is asked without a terminal', async () => {
  expect(await ask('y\n', false)).toEqual({ isConfirmed: undefined, printed: '' })
})

test.each([
  [{ outcome: 'refused', confirm }, true],
  [{ outcome: 'refused' }, false],
  [{ outcome: 'succeeded' }, false],
] as const)('%j needs a confirmation: %j', (report, want) => {
  expect(needsConfirmation(report)).toBe(want)
})
