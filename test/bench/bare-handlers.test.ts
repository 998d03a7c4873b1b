import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bareHandlers } from './bare-handlers.ts'

test('each function has a bare handler', () => {
  const functions = readdirSync(join(import.meta.dirname, '../../functions')).map(file => file.replace('.ts', ''))
  expect(Object.keys(bareHandlers()).sort()).toEqual(functions.sort())
})
