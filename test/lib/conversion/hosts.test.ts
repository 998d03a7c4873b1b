import { expect, test } from 'vitest'
import { makePlan } from '../../../lib/conversion/make-plan.ts'

const PATHS = { '/a': { get: { responses: { 204: { description: 'Done' } } } } }
const INFO = { title: 'T', version: '1' }

/** Returns the hosts of a plan, as the importer makes it and without a base URL. */
const hostsOf = (document: object) =>
  [undefined, 'https://base.example'].map(baseUrl => {
    const planned = makePlan(new Map([['', { info: INFO, paths: PATHS, ...document }]]), '', {
      ...(baseUrl !== undefined && { baseUrl }),
    })
    return planned.ok ? planned.plan.hosts : planned.problem.message
  })

const servers = (...urls: string[]) => ({ openapi: '3.1.0', servers: urls.map(url => ({ url })) })

test.each<[string, object, string[] | undefined]>([
  ['an absolute server', servers('https://API.example.com:443/v1'), ['api.example.com']],
  [
    'several servers',
    servers('https://a.example', 'http://b.example:81', 'https://a.example/x'),
    ['a.example', 'b.example:81'],
  ],
  ['a server without a scheme', servers('//a.example/v1'), ['a.example']],
  ['a relative server', servers('/v1'), undefined],
  ['no server', { openapi: '3.1.0' }, undefined],
  ['a host of 2.0', { swagger: '2.0', host: 'a.example', basePath: '/v1' }, ['a.example']],
  ['no host of 2.0', { swagger: '2.0', basePath: '/v1' }, undefined],
  [
    'a variable in the host',
    { openapi: '3.1.0', servers: [{ url: 'https://{r}.a.example', variables: { r: { default: 'eu' } } }] },
    ['eu.a.example', '{r}.a.example'],
  ],
  [
    'a host that is a variable',
    { openapi: '3.1.0', servers: [{ url: 'https://{h}/v1', variables: { h: { default: 'a.example' } } }] },
    ['a.example'],
  ],
  ['a host that is a variable without a value', servers('https://{h}/v1'), undefined],
  [
    'servers of all operations',
    { openapi: '3.1.0', paths: { '/a': { ...PATHS['/a'], servers: [{ url: 'https://a.example' }] } } },
    ['a.example'],
  ],
  [
    'more hosts than are kept',
    servers(...Array.from({ length: 30 }, (_, i) => `https://h${i}.example`)),
    Array.from({ length: 20 }, (_, i) => `h${i}.example`),
  ],
])('%s', (_, document, want) => {
  expect(hostsOf(document)).toEqual([want, want])
})
