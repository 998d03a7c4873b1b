import { expect, test } from 'vitest'
import { spellSubcommand } from '../../../../../infra/local/cli/arguments/spelling.ts'

test.each([
  ['import', ['a.json', '--dry-run'], {}, 'npx connector-import import a.json --dry-run'],
  ['import', ["my file's.json"], {}, "npx connector-import import 'my file'\\''s.json'"],
  ['import', ['--help'], { npm_lifecycle_event: 'import' }, 'npm run import -- --help'],
  ['import', ['--help'], { npm_lifecycle_event: 'npx' }, 'npx connector-import import --help'],
  ['import', ['--help'], { npm_lifecycle_event: 'sync-all' }, 'npx connector-import import --help'],
])('%s %j in %j is %j', (name, words, environment, want) => {
  expect(spellSubcommand(name, words, environment)).toBe(want)
})
