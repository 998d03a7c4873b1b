import { expect, onTestFinished, test } from 'vitest'
import { createWeb } from '../../lib/http/web.ts'
import { startServer } from '../lib/connect/support/server.ts'

const web = (options: Partial<Parameters<typeof createWeb>[0]> = {}) => {
  const made = createWeb({ isAllowedHost: () => true, maxBytes: 1_000, timeoutMs: 2_000, ...options })
  onTestFinished(() => made.close())
  return made
}

test.for([
  'https://169.254.169.254/latest/meta-data/',
  'https://[fd00:ec2::254]/latest/meta-data/',
  'https://169.254.170.2/v2/credentials',
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0177.0.0.1/',
  'https://0.0.0.0/',
  'https://10.0.0.1/',
  'https://172.31.255.255/',
  'https://192.168.1.1/',
  'https://100.64.0.1/',
  'https://[::1]/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:a9fe:a9fe]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[2002:7f00:1::]/',
  'https://[fe80::1]/',
  'https://[fc00::1]/',
  // Looked up, which leads to the loopback interface.
  'https://localhost/',
])('%s is not asked', async url => {
  expect(await web().get(url)).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/private address/) })
})

test.for([
  ['http://example.com/', /only https/],
  ['file:///etc/passwd', /only https/],
  ['ftp://example.com/', /only https/],
  ['data:application/json,{}', /only https/],
  ['https://user:password@example.com/', /credentials/],
  ['//example.com', /not a URL/],
] as const)('%s is refused: %s', async ([url, reason]) => {
  const answer = await web().get(url)
  expect(answer).toMatchObject({ kind: 'failed', reason: expect.stringMatching(reason) })
  expect(JSON.stringify(answer)).not.toContain('password')
})

test('each hop of a redirect is judged like the first', async () => {
  const inside = await startServer((_, response) => response.end('inside'))
  const outside = await startServer((_, response) => {
    response.writeHead(307, { location: inside.origin.replace('127.0.0.1', 'localhost') })
    response.end()
  })
  // The one server counts as public; the name of the other leads to an address that does not.
  let asked = 0
  const isAllowedAddress = (): boolean => ++asked === 1
  const answer = await web({ protocols: ['http:'], isAllowedAddress }).get(outside.origin)
  expect(answer).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/private address/) })
  expect(outside.received).toHaveLength(1)
  expect(inside.received).toEqual([])
})

test('a host that nobody has allowed is never looked up', async () => {
  const answer = await web({ isAllowedHost: host => host === 'schemas.example' }).get('https://evil.invalid/api.json')
  expect(answer).toEqual({ kind: 'failed', reason: 'the host evil.invalid is not allowed' })
})
