import { expect, test } from 'vitest'
import { comparable, useChaosEnvironment } from './support/chaos-environment.ts'
import { generateApi } from './support/generated-api.ts'
import type { Crash } from './support/simulated-process.ts'

const { contents, importDespite, countEffects, platform } = useChaosEnvironment()

const options = { createConnector: true } as const
const documentOf = (title: string) => ({
  ...(generateApi(3) as object),
  info: { title, version: '1' },
  servers: [{ url: 'https://api.example.com' }],
})

const named = (name: string) =>
  platform()
    .state()
    .connectors.filter(connector => connector.name === name)

test('one connector is created, although the process is killed at any request or write', async () => {
  const { report, counts } = await countEffects({ connector: 'calm', document: documentOf('calm'), options })
  expect(report).toMatchObject({ outcome: 'succeeded', connector: { change: 'create', status: 'done' } })
  const calm = contents(report.target.connectorId)
  const moments: Crash[] = [
    ...Array.from({ length: counts.request }, (_, i) => [
      { effect: 'request', at: i + 1, when: 'before' } as const,
      { effect: 'request', at: i + 1, when: 'after' } as const,
    ]).flat(),
    ...Array.from({ length: counts.write }, (_, i) => ({ effect: 'write', at: i + 1, when: 'after' }) as const),
  ]
  for (const [i, crash] of moments.entries()) {
    const name = `killed-${i}`
    const survived = await importDespite({ connector: name, document: documentOf(name), options }, [crash])
    const moment = JSON.stringify(crash)
    expect(comparable(survived), moment).toEqual(comparable(report))
    const [connector, ...others] = named(name)
    expect(others, moment).toEqual([])
    expect(survived.target.connectorId, moment).toBe(connector?.id)
    expect(contents(connector?.id ?? ''), moment).toEqual(calm)
  }
})

test('a killed import and a later one create one connector together', async () => {
  const { counts } = await countEffects({ connector: 'count', document: documentOf('count'), options })
  for (let at = 1; at <= counts.request; at++) {
    const name = `later-${at}`
    const crash: Crash = { effect: 'request', at, when: 'after' }
    const job = { connector: name, document: documentOf(name), options, tuning: { leaseSeconds: 0 } }
    await importDespite(job, [crash])
    expect(await importDespite(job)).toMatchObject({ outcome: 'unchanged', connector: { change: 'unchanged' } })
    expect(named(name)).toHaveLength(1)
  }
})
