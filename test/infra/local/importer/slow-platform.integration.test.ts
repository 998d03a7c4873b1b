import { expect, test } from 'vitest'
import { comparable } from '../../../chaos/support/chaos-environment.ts'
import { generateApi } from '../../../chaos/support/generated-api.ts'
import { stepsOf, useStack } from './support.ts'

const stack = useStack()
const [first, second] = [generateApi(250), generateApi(250, 2)]

/** A clock that moves four minutes ahead each time it is read, so that each page is a piece. */
const fastClock = () => {
  let ahead = 0
  return () => {
    ahead += 240_000
    return Date.now() + ahead
  }
}

test.each([
  ['compare', []],
  ['fresh-plan', ['PUT actions']],
] as const)('%s has several checkpoints on a slow platform, and the same result', async (name, notImplemented) => {
  const connectors = ['slow', 'fast'].map(pace => `${pace}-${name}`)
  const reports = []
  for (const connector of connectors) {
    stack.seed(connector)
    await stack.run(connector, first)
    stack.platform().faults = { notImplemented: [...notImplemented] }
    const settings = { LEASE_SECONDS: '86400' }
    const overrides = connector.startsWith('slow') ? { now: fastClock() } : {}
    reports.push(await stack.run(connector, second, { settings, overrides, options: { removed: 'delete' } }))
    stack.platform().faults = {}
  }
  const [slow, fast] = reports.map(report => comparable(report))
  expect(slow).toEqual(fast)
  const version = reports[0]?.target.version ?? ''
  const [one = '', other = ''] = connectors
  expect(stack.contents(one, version)).toEqual(stack.contents(other, version))
  const steps = await stepsOf(stack.stack(), reports[0]?.importId ?? '')
  expect(steps).toEqual(expect.arrayContaining([name, `${name}-1`, `${name}-2`]))
})
