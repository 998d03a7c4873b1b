import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { renderReport } from '../../../lib/report/page/render.ts'
import { pets } from '../importer/documents.ts'
import { importCommand, useFolder } from './support.ts'

const within = useFolder()

test('a dry run writes the HTML page next to the report, and prints its path', async () => {
  await writeFile(within('pets.json'), JSON.stringify(pets(1)))
  const args = [within('pets.json'), '--dry-run', '--state', within('state'), '--report', within('out/report.json')]
  const { status, stdout } = await importCommand(args)
  expect(status).toBe(0)
  expect(stdout).toContain(`  page         ${within('out/report.html')}\n`)
  const report = JSON.parse(await readFile(within('out/report.json'), 'utf8'))
  expect(await readFile(within('out/report.html'), 'utf8')).toBe(renderReport(report))
})
