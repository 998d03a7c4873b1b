import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { reply, startServer } from '../lib/connect/support/server.ts'

const ROOT = join(import.meta.dirname, '../..')
const NAME = 'valibot'
const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))

/** Returns the registry's metadata of a package, with only the locked version. */
const packumentOf = (name: string) => {
  const { version, dependencies } = packages[`node_modules/${name}`]
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { name, version, dependencies } } }
}

const advisory = (severity: string) => ({
  [NAME]: [{ id: 1, url: 'https://advisories.example/1', title: 'A hole', severity, vulnerable_versions: '*' }],
})

/** Runs CI's audit against a registry with this response. */
const audit = async (status: number, answer: object): Promise<{ code: unknown; said: string }> => {
  const registry = await startServer(({ method, url }, response) =>
    method === 'POST'
      ? reply(response, status, answer)
      : reply(response, 200, packumentOf(decodeURIComponent(url.slice(1)))),
  )
  // npm caches advisories; the invented ones must not get into the user's cache.
  const cache = await mkdtemp(join(tmpdir(), 'audit-'))
  onTestFinished(() => rm(cache, { recursive: true }))
  const asking = { npm_config_registry: registry.origin, npm_config_fetch_retries: '0', npm_config_cache: cache }
  return new Promise(resolve => {
    const options = { cwd: ROOT, env: { ...process.env, ...asking } }
    execFile(process.execPath, ['.ci/audit.mjs'], options, (error, stdout) =>
      resolve({ code: error === null ? 0 : error.code, said: stdout }),
    )
  })
}

test.for([
  [
    'a severe advisory',
    200,
    advisory('high'),
    1,
    /^Audit: 1 advisories on .*, 1 of them severe\.\n {2}high {2}valibot /,
  ],
  ['a critical advisory', 200, advisory('critical'), 1, /1 of them severe/],
  ['a moderate advisory', 200, advisory('moderate'), 0, /^Audit: 1 advisories on .*, 0 of them severe/],
  ['no advisory', 200, {}, 0, /^Audit: 0 advisories/],
  ['a registry without advisories', 404, {}, 0, /status 404\); NOTHING WAS CHECKED/],
  ['a registry in trouble', 500, {}, 0, /status 500\); NOTHING WAS CHECKED/],
] as const)('CI tells of %s', { timeout: 60_000 }, async ([, status, answer, code, said]) => {
  expect(await audit(status, answer)).toEqual({ code, said: expect.stringMatching(said) })
})
