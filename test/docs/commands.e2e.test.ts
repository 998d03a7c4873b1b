import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandsOf, inlineCommands, PAGES, ROOT, shellBlocks } from './blocks.ts'
import { objection } from './objection.ts'
import { TREATMENTS } from './treatment.ts'

const blocks = PAGES.flatMap(shellBlocks)

describe('every block of the docs is tested', () => {
  test('a test runs each block, or a reason says why not', () => {
    expect(blocks.length).toBeGreaterThan(30)
    const untested = blocks.filter(({ treatment }) => treatment === undefined)
    expect(untested.map(({ page, script }) => `${page}: ${script}`)).toEqual([])
  })

  test('every treatment belongs to a block', () => {
    const used = new Set(blocks.map(({ treatment }) => treatment))
    expect(TREATMENTS.filter(treatment => !used.has(treatment))).toEqual([])
  })

  test('every test that runs a block exists', () => {
    const runners = TREATMENTS.flatMap(({ how }) => (typeof how === 'object' && 'by' in how ? [how.by] : []))
    expect(runners.filter(path => !existsSync(join(ROOT, path)))).toEqual([])
  })
})

describe('every command of the docs exists', () => {
  const typed = blocks.filter(({ page }) => page !== 'docs/api.md')
  const commands = [
    ...typed.flatMap(({ page, script }) => commandsOf(script).map(command => [page, command] as const)),
    ...PAGES.flatMap(page => inlineCommands(page).map(command => [page, command] as const)),
  ]

  test('the docs have commands, in blocks and in sentences', () => {
    expect(commands.length).toBeGreaterThan(80)
  })

  test.for(commands)('%s: %s', async ([, command]) => {
    expect(await objection(command)).toBeUndefined()
  })
})

test.for([
  ['npm run nothing', /no script/],
  ['npm run import -- a.yaml --dri-run', /--dri-run/],
  ['npm run platform -- --prt 4010', /--prt/],
  ['npx osls destroy', /osls/],
  ['npx osls deploy --stage moon', /moon/],
  ['npx osls deploy --stge prod', /--stge/],
  ['npx osls deploy --param="tokenName=a"', /tokenName/],
  ['aws s3 teleport', /aws/],
  ['docker ps', /docker/],
] as const)('an error for %s', async ([command, want]) => {
  expect(await objection(command)).toMatch(want)
})
