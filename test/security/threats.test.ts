import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const DOCS = join(import.meta.dirname, '../../docs')
const page = readFileSync(join(DOCS, 'security.md'), 'utf8')
const threats = (page.split('\n## Threats\n')[1] ?? '')
  .split('\n## ')[0]
  ?.split('\n')
  .filter(line => line.startsWith('|') && !/^\| (threat|---)/.test(line))

/** Returns the titles of tests in a row, with their files. */
const testsOf = (row: string): [title: string, path: string][] =>
  [...row.matchAll(/\[([^\]]+)\]\((\.\.\/test\/[^)]+)\)/g)].map(([, title = '', path = '']) => [title, path])

describe('docs/security.md', () => {
  test.for(threats ?? [])('%s', row => {
    const [, threat = '', defence = '', proof = ''] = row.split(/(?<!\\)\|/).map(cell => cell.trim())
    expect([threat, defence, proof]).not.toContain('')
    const files = [...proof.matchAll(/`([^`]*\/[^`]*)`/g)].map(([, path = '']) => path)
    expect(testsOf(proof).length + files.length, 'no test proves it').toBeGreaterThan(0)
    for (const path of files) expect(existsSync(join(DOCS, '..', path)), path).toBe(true)
    for (const [title, path] of testsOf(proof))
      expect(readFileSync(join(DOCS, path), 'utf8').includes(title), `${path} has no test "${title}"`).toBe(true)
  })

  test('has threats', () => {
    expect(threats?.length).toBeGreaterThan(25)
  })
})
