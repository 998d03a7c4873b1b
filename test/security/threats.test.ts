import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const DOCS = join(import.meta.dirname, '../../docs')
const page = readFileSync(join(DOCS, 'security.md'), 'utf8')
const threats = (page.split('\n## Threats\n')[1] ?? '')
  .split('\n## ')[0]
  ?.split('\n')
  .filter(line => line.startsWith('|') && !/^\| (threat|---)/.test(line))

/** Titles of tests with the files that they are in. */
const shown = (row: string): [title: string, path: string][] =>
  [...row.matchAll(/\[([^\]]+)\]\((\.\.\/test\/[^)]+)\)/g)].map(([, title = '', path = '']) => [title, path])

describe('docs/security.md', () => {
  test.for(threats ?? [])('%s', row => {
    const [, threat = '', defence = '', proof = ''] = row.split(/(?<!\\)\|/).map(cell => cell.trim())
    expect([threat, defence, proof]).not.toContain('')
    const files = [...proof.matchAll(/`([^`]*\/[^`]*)`/g)].map(([, path = '']) => path)
    expect(shown(proof).length + files.length, 'nothing shows it').toBeGreaterThan(0)
    for (const path of files) expect(existsSync(join(DOCS, '..', path)), path).toBe(true)
    for (const [title, path] of shown(proof))
      expect(readFileSync(join(DOCS, path), 'utf8').includes(title), `${path} has no test "${title}"`).toBe(true)
  })

  test('has threats', () => {
    expect(threats?.length).toBeGreaterThan(25)
  })
})
