import { subscribe } from 'node:diagnostics_channel'

subscribe('child_process', () => {
  throw new Error('A test that starts a process is named x.e2e.test.ts.')
})
