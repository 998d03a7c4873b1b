import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { EMULATOR_SETTINGS } from '../../infra/local/cli/import/local-stack.ts'
import { withDefaults } from '../../infra/local/durable/options.ts'
import { SERVICE_QUOTAS } from '../../infra/local/durable/quotas.ts'
import { LOCAL_SETTINGS } from '../../infra/local/importer/local-settings.ts'
import { ImportSettings, limitsOf, parseSettings, UploadSettings } from '../../lib/config/settings.ts'
import { DEFAULT_REQUEST_LIMITS } from '../../lib/conversion/definitions/batches.ts'
import { MAX_DESCRIPTION, MAX_PARAMETER_NOTE, MAX_SUMMARY } from '../../lib/conversion/text.ts'
import { KIND_BYTES } from '../../lib/import/uploads/document-kind.ts'
import { DEFAULT_LIMITS, limitsOfMemory } from '../../lib/openapi/parse/limits.ts'

const ROOT = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const page = read('docs/limits.md')

const sections = page.split('\n## ')

/** The cells after the first one of a row. @param heading of its section, unless only one section has the row */
const row = (name: string, heading = ''): string[] => {
  const within = sections.filter(section => section.startsWith(heading)).join('\n')
  const found = within.split('\n').filter(line => line.startsWith(`| ${name} `))
  if (found.length !== 1) throw new Error(`docs/limits.md has ${found.length} rows "${name}".`)
  return (found[0] ?? '')
    .split(/(?<!\\)\|/)
    .slice(2, -1)
    .map(cell => cell.trim())
}

/** The number of a constant in a source file: a literal, or a product of some. */
const constantIn = (path: string, name: string): number => {
  const [, product] = new RegExp(`\\b${name}(?:: number)?\\s*[=:]\\s*([\\d_ *]+)`).exec(read(path)) ?? []
  if (product === undefined) throw new Error(`${path} has no number ${name}.`)
  return product.split('*').reduce((value, factor) => value * Number(factor.replaceAll('_', '')), 1)
}

const needed = { BUCKET: 'b', TABLE: 't', CONNECT_API_URL: 'https://a.example', TOKEN_SECRET_ID: 's' }
const deployed = parseSettings(ImportSettings, needed)
const local = parseSettings(ImportSettings, { ...needed, ...LOCAL_SETTINGS })
const quiet = { IMPORT_FUNCTION: 'f' }
const count = (value: number): string => value.toLocaleString('en')
const mebibytes = (bytes: number): string => `${Math.floor(bytes / 2 ** 20)} MiB`
const minutes = (milliseconds: number): string => `${milliseconds / 60_000} minutes`
const engine = withDefaults({ directory: '', handler: () => undefined })
const serverless = read('serverless.yml')
const parameter = (name: string): string => new RegExp(`^ {4}${name}: (.+)$`, 'm').exec(serverless)?.[1] ?? ''

describe('docs/limits.md has the limits of a document', () => {
  const settings: Readonly<Record<string, keyof typeof DEFAULT_LIMITS>> = {
    MAX_FILES: 'files',
    MAX_OPERATIONS: 'operations',
    MAX_DEFINITIONS: 'definitions',
    MAX_NODES: 'nodes',
    MAX_ALIASES: 'aliases',
    MAX_MERGED_KEYS: 'merges',
  }

  test.each(Object.entries(settings))('%s', (name, limit) => {
    const line = page.split('\n').find(text => text.includes(`\`${name}\``)) ?? ''
    expect(line.split('|')[2]?.trim()).toBe(count(limitsOf(deployed)[limit]))
    expect(limitsOf(local)[limit]).toBe(limitsOf(deployed)[limit])
  })

  test('of bytes and of levels', () => {
    expect(row('bytes of a file, after decompression')[0]).toBe(mebibytes(DEFAULT_LIMITS.bytes))
    expect(row('bytes of all files of a document')[0]).toBe(mebibytes(DEFAULT_LIMITS.totalBytes))
    expect(row('nesting of objects and arrays')[0]).toBe(`${DEFAULT_LIMITS.depth} levels`)
  })

  test('that follow from the memory of the function', () => {
    const sizes = row('memory of `run-import`', 'Limits of a document').map(cell => Number(cell.replaceAll(/\D/g, '')))
    const limits = sizes.map(memory =>
      limitsOf({ ...deployed, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: memory, MAX_DOCUMENT_BYTES: DEFAULT_LIMITS.bytes }),
    )
    expect(sizes).toEqual([512, 1_024, 2_048])
    expect(row('bytes of a file, at most')).toEqual(limits.map(({ bytes }) => mebibytes(bytes)))
    expect(row('memory for the values of all files, at most')).toEqual(limits.map(({ memory }) => mebibytes(memory)))
    expect(String(limitsOfMemory(2_048).functionMemory)).toBe(parameter('importMemoryMb'))
  })
})

describe('docs/limits.md has the limits of an action', () => {
  test('of strings, and of allowed values', () => {
    const [max, summary, ofParameter] = [MAX_DESCRIPTION, MAX_SUMMARY, MAX_PARAMETER_NOTE].map(count)
    expect(page).toContain(`strings beyond ${max} characters (summaries: ${summary}; of a parameter: ${ofParameter})`)
    const values = constantIn('lib/conversion/parameters/allowed-values.ts', 'MAX_VALUES')
    expect(row(`more than ${values} allowed values of a parameter`)[0]).toContain(`the first ${values} `)
  })
})

describe('docs/limits.md has the limits of an import', () => {
  const outage = deployed.OUTAGE_WAITS.reduce((sum, seconds) => sum + seconds, 0)
  const cases: [name: string, functions: string, commandLine: string][] = [
    ['durable operations of an execution', `of ${count(SERVICE_QUOTAS.operations)}`, 'as the functions'],
    ['duration of an invocation', minutes(engine.invocationMs), 'as the functions'],
    ['interruptions of a step', `${constantIn('lib/import/durable-step.ts', 'reads')} if it reads`, 'as the functions'],
    [
      'interruptions of a step',
      `${constantIn('lib/import/durable-step.ts', 'writes')} if it writes`,
      'as the functions',
    ],
    [
      'time until files are read after an upload',
      `\`QUIET_SECONDS\`, ${parseSettings(UploadSettings, quiet).QUIET_SECONDS} s`,
      `${parseSettings(UploadSettings, { ...quiet, ...LOCAL_SETTINGS }).QUIET_SECONDS} s`,
    ],
    [
      'files that documents are looked for in',
      `${constantIn('lib/import/uploads/find-documents.ts', 'MAX_CANDIDATES')} of a folder`,
      'as the functions',
    ],
    ['size of a checkpoint', `${SERVICE_QUOTAS.payloadBytes / 1024} KB`, 'as the functions'],
    [
      'length of a reason',
      `${count(constantIn('lib/import/reasons.ts', 'MAX_REASON'))} characters`,
      'as the functions',
    ],
    ['duration of an import', 'a day', 'as the functions'],
    [
      'time without a response before it waits',
      `\`OUTAGE_AFTER\`, ${deployed.OUTAGE_AFTER} s`,
      `\`OUTAGE_AFTER\`, ${local.OUTAGE_AFTER} s; it does not wait`,
    ],
    [
      'requests in flight, and per second',
      `\`CONCURRENCY\` ${deployed.CONCURRENCY}, \`MAX_REQUESTS_PER_SECOND\` ${deployed.MAX_REQUESTS_PER_SECOND}`,
      `${local.MAX_REQUESTS_PER_SECOND}; emulator: ${count(Number(EMULATOR_SETTINGS.MAX_REQUESTS_PER_SECOND))}`,
    ],
    [
      'authentication schemes of a connector',
      String(constantIn('lib/conversion/authentication/plan-authentication.ts', 'MAX_SCHEMES')),
      'as the functions',
    ],
    [
      'definitions of one create request',
      `${DEFAULT_REQUEST_LIMITS.count}, or ${DEFAULT_REQUEST_LIMITS.bytes / 1024} KiB`,
      'as the functions',
    ],
    ['memory of `run-import`', `${Number(parameter('importMemoryMb')) / 1024} GB`, 'Node.js'],
  ]

  test.each(cases)('%s: %s', (name, functions, commandLine) => {
    const cells = row(name, 'Limits of an import')
    expect(cells[0]).toContain(functions)
    expect(cells[1]).toContain(commandLine)
  })

  test('that its reasons have', () => {
    const piece = constantIn('lib/import/platform/read-in-pieces.ts', 'PIECE_MS')
    expect([piece, constantIn('lib/import/uploads/window.ts', 'BLOCK_MS')]).toEqual([3 * 60_000, 10 * 60_000])
    expect(row('duration of an invocation')[2]).toContain('pieces of three minutes')
    expect(row('time until files are read after an upload')[2]).toContain('every ten minutes')
    expect(KIND_BYTES).toBe(2 ** 20)
    expect(row('files that documents are looked for in')[0]).toContain('the first megabyte')
    expect([engine.executionTimeoutMs / 1000, constantIn('serverless.yml', 'executionTimeout')]).toEqual([
      86_400, 86_400,
    ])
    expect(constantIn('lib/import/step-runner.ts', 'LONGEST_WAIT')).toBe(2 * 3_600)
    expect(row('time without a response before it waits')[2]).toContain('at most two hours at a time')
    expect(outage / 3_600).toBeGreaterThan(3.7)
    expect(outage / 3_600).toBeLessThan(4)
    expect(deployed.OUTAGE_WAITS.slice(0, 3)).toEqual([60, 120, 300])
    expect(local.OUTAGE_WAITS).toEqual([])
  })
})
