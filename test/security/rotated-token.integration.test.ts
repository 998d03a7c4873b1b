import { expect, onTestFinished, test, vi } from 'vitest'
import { pets } from '../infra/local/importer/documents.ts'
import { SECRET_TOKEN, TOKEN_SECRET_ID, useStack } from '../infra/local/importer/support.ts'
import { contentsOf, formsOf } from './search.ts'

const NEXT = 'swo_the-token+that/comes=after-it-4712'
const { stack, directory, platform, seed, run } = useStack()

/** Records everything that the process writes from now on, to its streams or with console. */
const listen = (): (() => string) => {
  const heard: unknown[] = []
  const spies = [
    ...[process.stdout, process.stderr].map(stream => vi.spyOn(stream, 'write')),
    ...(['debug', 'info', 'log', 'warn', 'error'] as const).map(method => vi.spyOn(console, method)),
  ]
  for (const spy of spies)
    spy.mockImplementation((...args: unknown[]) => {
      heard.push(...args)
      return true
    })
  onTestFinished(() => {
    vi.restoreAllMocks()
  })
  return () => heard.map(String).join('\n')
}

test('a token that changes in the middle leaves neither the old one nor the new one', async () => {
  seed('rotated')
  const begin = platform().requests.length
  platform().faults = { rotateTokenAfter: 6, nextToken: NEXT, latencyMs: 10 }
  // The secret is renewed once the function has fetched the old value, and before the platform refuses that.
  const renewal = setInterval(() => {
    if (platform().requests.length > begin) stack().secrets.set(TOKEN_SECRET_ID, NEXT)
  }, 1)
  onTestFinished(() => clearInterval(renewal))
  const heard = listen()
  expect(await run('rotated', pets(), { settings: { LOG_LEVEL: 'DEBUG' } })).toMatchObject({ outcome: 'succeeded' })
  expect(platform().requests.some(({ status }) => status === 401)).toBe(true)

  expect(heard()).toContain('rotated')
  const all = [heard(), await contentsOf(directory())].join('\n')
  for (const left of ['/report.json', '/report.html', '/executions/', '/table/']) expect(all).toContain(left)
  for (const form of [SECRET_TOKEN, NEXT].flatMap(formsOf)) expect(all).not.toContain(form)
})
