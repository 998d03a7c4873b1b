import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest'
import { EXECUTABLE, launchBrowser } from './launch.ts'

export type Opened = {
  readonly page: Page
  /** Console messages, errors, violations of the policy, dialogs and requests. */
  readonly trouble: readonly string[]
}

/** Defines a group of tests in a real browser; skipped, with the reason in its name, if there is none. */
export const describeInBrowser = (
  name: string,
  tests: (open: (html: string, options?: BrowserContextOptions) => Promise<Opened>) => void,
): void => {
  const installed = existsSync(EXECUTABLE)
  const title = installed
    ? name
    : `${name} (skipped: ${EXECUTABLE} not found; apt-get install chromium, or set CHROMIUM)`
  describe.skipIf(!installed)(title, () => {
    let browser: Browser | undefined
    let folder = ''
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'browser-'))
      browser = await launchBrowser()
    })
    afterAll(async () => {
      await browser?.close()
      await rm(folder, { recursive: true, force: true })
    })

    tests(async (html, options) => {
      if (browser === undefined) throw new Error('The browser runs only during tests.')
      const file = join(folder, `${crypto.randomUUID()}.html`)
      await writeFile(file, html)
      const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options })
      onTestFinished(() => context.close())
      const page = await context.newPage()
      const trouble = watch(page, pathToFileURL(file).href)
      await page.goto(pathToFileURL(file).href)
      return { page, trouble }
    })
  })
}

const watch = (page: Page, url: string): string[] => {
  const trouble: string[] = []
  page.on('console', message => trouble.push(`console ${message.type()}: ${message.text()}`))
  page.on('pageerror', error => trouble.push(`error: ${error.message}`))
  page.on('dialog', dialog => {
    trouble.push(`dialog: ${dialog.message()}`)
    return dialog.dismiss()
  })
  page.on('request', request => {
    if (request.url() !== url && request.url() !== 'data:,') trouble.push(`request: ${request.url()}`)
  })
  return trouble
}
