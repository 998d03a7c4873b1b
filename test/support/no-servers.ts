import { subscribe } from 'node:diagnostics_channel'

subscribe('tracing:net.server.listen:asyncStart', () => {
  throw new Error('A test that starts a server is named x.integration.test.ts.')
})
