import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterAll } from 'vitest'

const CHANNEL = 'tracing:net.server.listen:asyncStart'
const refuse = (): void => {
  throw new Error('A test that starts a server is named x.integration.test.ts.')
}

subscribe(CHANNEL, refuse)
afterAll(() => {
  unsubscribe(CHANNEL, refuse)
})
