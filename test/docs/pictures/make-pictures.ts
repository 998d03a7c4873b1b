import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { launchBrowser } from '../../browser/launch.ts'
import { ROOT } from '../blocks.ts'
import { runCommand, startLines } from './run-command.ts'
import { drawTerminal } from './terminal-svg.ts'

const PICTURES = join(ROOT, 'docs/pictures')

/** Edits of the sample, each as old and new string: a second import creates, updates, removes and keeps actions. */
const EDITS: readonly (readonly [string, string])[] = [
  ['version: 1.4.0', 'version: 1.5.0'],
  ['summary: List books', 'summary: List all books'],
  ['minimum: 1, maximum: 100, default: 20', 'minimum: 1, maximum: 100, default: 50'],
  ['summary: Add a book', 'summary: Add one book'],
  ['    delete:\n      operationId: removeBook', '    put:\n      operationId: replaceBook'],
  [
    'until: { type: string, format: date }\n        member',
    'until: { type: string, format: date-time }\n        member',
  ],
]

/** Exit status of an import with conflicts. */
const CONFLICTS = 6

const state = await mkdtemp(join(tmpdir(), 'pictures-'))
try {
  await writeFile(join(PICTURES, 'terminal.svg'), drawTerminal(['$ npm start', ...(await startLines(state))]))
  await photographPage(await importAgain(state), join(PICTURES, 'report-page.png'))
} finally {
  await rm(state, { recursive: true })
}

/** Imports the sample again after edits of the document and, for a conflict, of the platform. @returns the path of the page */
async function importAgain(state: string): Promise<string> {
  const platform = join(state, 'emulator/platform.json')
  await replaceIn(platform, platform, [['"Add a book"', '"Add a book (staff)"']])
  const document = join(state, 'library.yaml')
  await replaceIn(join(ROOT, 'examples/library.yaml'), document, EDITS)
  const args = ['--removed', 'delete', '--report', join(state, 'report.json')]
  await runCommand('import', state, document, ...args).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === CONFLICTS)) throw error
  })
  return join(state, 'report.html')
}

async function replaceIn(source: string, target: string, edits: typeof EDITS): Promise<void> {
  let text = await readFile(source, 'utf8')
  for (const [before, after] of edits) {
    if (!text.includes(before)) throw new Error(`${source} does not contain ${before}`)
    text = text.replace(before, after)
  }
  await writeFile(target, text)
}

async function photographPage(path: string, picture: string): Promise<void> {
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1140 }, colorScheme: 'light' })
    await page.goto(pathToFileURL(path).href)
    await page.locator('#actions summary', { hasText: 'listBooks' }).click()
    await page.locator('#actions .diff').waitFor()
    // Ends below a row, so that none is cut.
    const last = await page.locator('#actions .items > li').nth(3).boundingBox()
    if (last === null) throw new Error(`${path} shows fewer actions than the picture needs.`)
    const clip = { x: 0, y: 0, width: 1280, height: Math.round(last.y + last.height) }
    await page.screenshot({ path: picture, clip, fullPage: true })
  } finally {
    await browser.close()
  }
}
