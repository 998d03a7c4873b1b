import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

// What the bundles leave out, the sources must not count on; there, it would still work.
const ROOT = join(import.meta.dirname, '../../..')
const SOURCES = globSync(['lib/**/*.ts', 'functions/*.ts'], { cwd: ROOT }).map(
  path => [path, readFileSync(join(ROOT, path), 'utf8')] as const,
)

const AWS_IMPORT = /import (?:type )?\{([^}]+)\} from '(@aws-sdk\/client-[\w-]+)'/g

test('errors of AWS are told by their name: a bundle has no classes of them', async () => {
  const imports = SOURCES.flatMap(([path, text]) =>
    [...text.matchAll(AWS_IMPORT)].flatMap(([, names = '', client = '']) =>
      names.split(',').map(name => ({ path, client, name: name.replace('type ', '').trim() })),
    ),
  )
  expect(imports.length).toBeGreaterThan(10)
  const errors = await Promise.all(
    imports.map(async ({ path, client, name }) => {
      const exported = (await import(client))[name]
      return exported?.prototype instanceof Error ? [`${path} imports ${name}`] : []
    }),
  )
  expect(errors.flat()).toEqual([])
})

test('errors of the project set their name themselves: a bundle has no names of classes', () => {
  const classes = SOURCES.flatMap(([path, text]) =>
    [...text.matchAll(/class (\w+) extends \w*Error\b/g)].map(([, name]) => ({ path, text, name })),
  )
  expect(classes.length).toBeGreaterThan(3)
  const nameless = classes.filter(({ text, name }) => !new RegExp(`\\bname = '${name}'`).test(text))
  expect(nameless.map(({ path, name }) => `${path}: ${name}`)).toEqual([])
})
