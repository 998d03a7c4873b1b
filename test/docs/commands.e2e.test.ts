import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandsOf, inlineCommands, PAGES, ROOT, shellBlocks } from './blocks.ts'
import { objection } from './objection.ts'
import { TREATMENTS } from './treatment.ts'

const blocks = PAGES.flatMap(shellBlocks)

describe('every block of the docs has been dealt with', () => {
  test('each is typed by a test, or there is a reason why not', () => {
    expect(blocks.length).toBeGreaterThan(30)
    const forgotten = blocks.filter(({ treatment }) => treatment === undefined)
    expect(forgotten.map(({ page, script }) => `${page}: ${script}`)).toEqual([])
  })

  test('no other block is told of', () => {
    const used = new Set(blocks.map(({ treatment }) => treatment))
    expect(TREATMENTS.filter(treatment => !used.has(treatment))).toEqual([])
  })

  test('what is said to type a block is there', () => {
    const typists = TREATMENTS.flatMap(({ how }) => (typeof how === 'object' && 'by' in how ? [how.by] : []))
    expect(typists.filter(path => !existsSync(join(ROOT, path)))).toEqual([])
  })
})

describe('every command of the docs is one', () => {
  const typed = blocks.filter(({ page }) => page !== 'docs/api.md')
  const commands = [
    ...typed.flatMap(({ page, script }) => commandsOf(script).map(command => [page, command] as const)),
    ...PAGES.flatMap(page => inlineCommands(page).map(command => [page, command] as const)),
  ]

  test('there are some, in blocks and in sentences', () => {
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
] as const)('%s would be told', async ([command, want]) => {
  expect(await objection(command)).toMatch(want)
})
