import { expect, test } from 'vitest'
import type { OpenedDocument } from '../../../../../infra/local/cli/files/document-file.ts'
import type { PlanFile } from '../../../../../infra/local/cli/files/plan-file.ts'
import { checkPlatform, explainMoved, platformName } from '../../../../../infra/local/cli/import/expected-plan.ts'
import { IMPORT_REASONS } from '../../../../../lib/import/reasons.ts'
import { canonical } from '../../../../../lib/json/canonical.ts'
import { makeReport, type Settled } from '../../../../../lib/report/make-report.ts'
import type { Report } from '../../../../../lib/report/report.ts'
import { planItems } from '../../../../../lib/report/text/plan-items.ts'
import { sha256 } from '../../../../../lib/util/hash.ts'
import { plan, plannedAction, reportInput } from '../../../../lib/report/fixtures.ts'

const CREATE: Settled = { change: 'create', status: 'planned' }
const SAME: Settled = { change: 'unchanged', status: 'planned' }
const KEPT: Settled = { change: 'keep', status: 'skipped' }

const reportOf = (settled: Settled, reason: string = IMPORT_REASONS.planMoved): Report =>
  makeReport(
    reportInput({ refused: true, reason, plan: plan([plannedAction('a')]), actions: new Map([['a', settled]]) }),
  )

const openedOf = (text: string, options?: object): OpenedDocument => ({
  document: { sources: new Map([['api.json', Buffer.from(text)]]) } as unknown as OpenedDocument['document'],
  ...{ root: 'api.json', shown: 'api.json', options: {} },
  ...(options && { options, optionsFile: 'import.json' }),
})

const planFile = (document: Partial<PlanFile['document']> = {}): PlanFile => ({
  ...{ kind: 'connector-import-plan', schema: 1, planId: 'x', madeAt: '', platform: 'emulator', options: {} },
  target: { organisationId: 'o', connectorId: 'c', version: 'v1' },
  document: { file: 'api.json', files: { 'api.json': sha256('same') }, ...document },
  changes: planItems(reportOf(CREATE)) as PlanFile['changes'],
})

const MOVED = IMPORT_REASONS.planMoved
const ITEM = 'Different changes: action a (create in the plan, keep now).'

test.each<[what: string, report: Report, file: PlanFile, opened: OpenedDocument, want: string]>([
  ['an item', reportOf(KEPT), planFile(), openedOf('same'), `${MOVED} ${ITEM}`],
  [
    'a file',
    reportOf(CREATE),
    planFile({ files: { 'api.json': sha256('same'), 'gone.json': sha256('') } }),
    openedOf('other'),
    `${MOVED} Changed files: api.json, gone.json.`,
  ],
  [
    'import.json',
    reportOf(KEPT),
    planFile({ optionsFile: sha256(canonical({ force: true })) }),
    openedOf('same', { force: false }),
    `${MOVED} Changed files: import.json. ${ITEM}`,
  ],
  [
    'nothing that is known',
    reportOf(CREATE),
    planFile({ optionsFile: sha256(canonical({ force: true })) }),
    openedOf('same', { force: true }),
    MOVED,
  ],
  [
    'all changes that are there',
    reportOf(SAME),
    planFile(),
    openedOf('same'),
    'The changes of the plan are on the platform already',
  ],
  ['another reason', reportOf(CREATE, 'No operation.'), planFile(), openedOf('other'), 'No operation.'],
])('the reason names %s', (_, report, file, opened, want) => {
  const { reason = '' } = explainMoved(report, file, opened)
  expect(reason.startsWith(want)).toBe(true)
  if (want.endsWith('.')) expect(reason).toBe(want)
})

test.each([
  [{}, 'emulator'],
  [{ CONNECT_API_URL: 'https://a.example/api/' }, 'https://a.example/api'],
  [{ CONNECT_API_URL: 'http://localhost:4010/api/' }, 'http://127.0.0.1:4010/api'],
])('the platform of %j is %s', (environment, want) => {
  expect(platformName(environment)).toBe(want)
})

test('a plan is for one platform', () => {
  checkPlatform(planFile(), 'emulator')
  expect(() => checkPlatform(planFile(), 'https://a.example/api')).toThrow(
    'The plan was made for the emulator, but the import is into https://a.example/api. Unset CONNECT_API_URL, or make a new plan.',
  )
})
