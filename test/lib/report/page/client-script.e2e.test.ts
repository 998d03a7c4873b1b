import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { clientScript } from '../../../../lib/report/page/client/script.ts'

const ROOT = join(import.meta.dirname, '../../../..')

test('the script has no lint and nothing that would end its element', async () => {
  expect(clientScript()).not.toMatch(/<\/script|<!--|innerHTML|eval\(/i)
  const folder = await mkdtemp(join(tmpdir(), 'page-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await copyFile(join(ROOT, 'biome.json'), join(folder, 'biome.json'))
  await writeFile(join(folder, 'page.js'), clientScript())
  const args = ['lint', '--vcs-enabled=false', '--diagnostic-level=warn', '--error-on-warnings', 'page.js']
  // It fails, with what it has found, where there is anything.
  await promisify(execFile)(join(ROOT, 'node_modules/.bin/biome'), args, { cwd: folder })
})
