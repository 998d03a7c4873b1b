import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makePlan } from '../../lib/conversion/make-plan.ts'
import type { Plan } from '../../lib/conversion/plan.ts'
import { MAX_DESCRIPTION, MAX_NAME, MAX_SUMMARY } from '../../lib/conversion/text.ts'
import { type ReadResult, readDocument } from '../../lib/document/read-document.ts'
import { DEFAULT_LIMITS } from '../../lib/openapi/parse/limits.ts'
import { platformSchemas } from '../contract/platform-schemas.ts'
import { createViolations } from '../contract/violations.ts'
import { listOperations } from '../support/list-operations.ts'

/** What is wrong with what the importer makes of a file: one sentence each; none where it is refused with a reason. */
export type CheckDocument = (bytes: Uint8Array) => Promise<string[]>

const LIMITS = { ...DEFAULT_LIMITS, bytes: 8 * 1024 * 1024 }

export const createCheckDocument = (): CheckDocument => createCheck(bytes => readFiles({ openapi: bytes }))

/** Checks overlays: the file is the overlay of a document of the fixtures. */
export const createCheckOverlay = (): CheckDocument => {
  const document = readFileSync(OVERLAID)
  return createCheck(bytes => readFiles({ openapi: document, overlay: bytes }))
}

const OVERLAID = join(import.meta.dirname, '../fixtures/340-overlays/openapi.yaml')

const readFiles = (files: Readonly<Record<string, Uint8Array>>): Promise<ReadResult> =>
  readDocument(async name => files[name], 'openapi', LIMITS, {
    findOverlays: async () => ({
      names: Object.keys(files).filter(name => name === 'overlay'),
      files: new Set(),
      isChosen: true,
    }),
  })

const createCheck = (readMutant: (bytes: Uint8Array) => Promise<ReadResult>): CheckDocument => {
  const violations = createViolations(platformSchemas('own'))
  return async bytes => {
    const read = await readMutant(bytes)
    if (!read.ok) return refusalFaults(read.problem)
    const { files, rootFile, facts } = read.document
    const make = () => makePlan(files, rootFile, { limits: LIMITS, facts, baseUrl: 'https://api.example/v1' })
    const made = make()
    if (!made.ok) return refusalFaults(made.problem)
    const repeatable = JSON.stringify(made) === JSON.stringify(make())
    return [
      ...(repeatable ? [] : ['planned twice, the plans differ']),
      ...operationFaults(made.plan, files.get(rootFile)),
      ...textFaults(made.plan),
      ...diagnosticFaults(made.plan),
      ...violations(made.plan),
    ]
  }
}

const refusalFaults = ({ code, message }: { code: string; message: string }): string[] =>
  /^[a-z-]+$/.test(code) && /[.!)]$/.test(message) && message.length <= 1_000
    ? []
    : [`refused without a sentence: ${code}: ${message.slice(0, 500)}`]

/** Every operation of the document is in the plan, and nothing twice. */
const operationFaults = ({ actions, triggers }: Plan, document: unknown): string[] => {
  const planned = actions.map(({ method, path }) => `${method} ${path}`)
  const known = new Set(planned)
  return [
    ...(known.size === planned.length ? [] : ['an operation is there more than once']),
    ...listOperations(document)
      .filter(operation => !known.has(operation))
      .map(operation => `the operation ${operation} is not there`),
    ...[...actions, ...triggers]
      .filter(({ payload, skipped }) => (payload === undefined) === (skipped === undefined))
      .map(({ name }) => `${name} is neither planned nor skipped`),
  ]
}

/** Texts that the platform stores are whole characters and of a sane length. */
const textFaults = ({ actions, triggers, definitions }: Plan): string[] => {
  const paths = actions.flatMap(({ payload }) => payload ?? [])
  const payloads = [...paths, ...triggers.flatMap(({ payload }) => payload ?? [])]
  const stored = definitions.map(({ name, accept, description, content }) => ({ name, accept, description, content }))
  return [
    ...[...payloads, ...stored].flatMap(item =>
      textsOf(item).every(text => text.isWellFormed()) ? [] : [`${item.name} has half a character`],
    ),
    ...[...payloads, ...definitions].flatMap(({ name, description = '' }) =>
      name.length <= MAX_NAME && description.length <= MAX_DESCRIPTION ? [] : [`${name.slice(0, 200)} is too long`],
    ),
    ...paths.flatMap(({ name, path }) =>
      /[\s#?]/.test(path.replaceAll(/\{\{ param\.\S+ \}\}/g, '')) ? [`the path of ${name} is no path: ${path}`] : [],
    ),
    ...payloads.flatMap(({ name, summary = '', parameters }) => [
      ...(summary.length > MAX_SUMMARY ? [`the summary of ${name} is too long`] : []),
      ...parameters.flatMap(parameter =>
        /[\p{Cc}]/u.test(parameter.name) ? [`a parameter of ${name} has control characters in its name`] : [],
      ),
    ]),
  ]
}

/** Every diagnostic is a sentence that a person can read. */
const diagnosticFaults = ({ actions, triggers, definitions, diagnostics }: Plan): string[] =>
  [...diagnostics, ...[...actions, ...triggers, ...definitions].flatMap(({ problems }) => problems)]
    .filter(({ message }) => message.length > 1_000 || !message.isWellFormed())
    .map(({ code, message }) => `a diagnostic ${code} is no sentence: ${message.slice(0, 500)}`)

const textsOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, item]) => [key, ...textsOf(item)])
      : []
