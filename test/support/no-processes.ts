import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterAll } from 'vitest'

const CHANNEL = 'child_process'
const refuse = (): void => {
  throw new Error('A test that starts a process is named x.e2e.test.ts.')
}

subscribe(CHANNEL, refuse)
afterAll(() => {
  unsubscribe(CHANNEL, refuse)
})
