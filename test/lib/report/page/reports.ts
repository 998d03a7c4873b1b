import type { Diagnostic } from '../../../../lib/diagnostics/diagnostic.ts'
import { countChanges, countDiagnostics } from '../../../../lib/report/counts.ts'
import type { Report, ReportedAction, ReportedDefinition } from '../../../../lib/report/report.ts'

/** A report can have codes of another version. */
export const problem = (severity: Diagnostic['severity'], code: string, message = `${code}.`): Diagnostic => ({
  severity,
  code: code as Diagnostic['code'],
  message,
  pointer: '#/paths/~1pets/get',
})

export const action = (name: string, changes: Partial<ReportedAction> = {}): ReportedAction => ({
  name,
  method: 'GET',
  path: `/${name}`,
  pointer: `#/paths/~1${name}/get`,
  change: 'create',
  status: 'done',
  id: `01${name}`,
  problems: [],
  ...changes,
})

export const definition = (name: string, changes: Partial<ReportedDefinition> = {}): ReportedDefinition => ({
  name,
  change: 'create',
  status: 'done',
  problems: [],
  ...changes,
})

/** Makes a report with the counts of its items. */
export const reportOf = (
  actions: readonly ReportedAction[],
  definitions: readonly ReportedDefinition[] = [],
  changes: Partial<Report> = {},
): Report => ({
  schema: 1,
  importId: 'imp-1',
  outcome: 'succeeded',
  document: {
    location: 's3://bucket/documents/demo/pets/v1/pets.yaml',
    bytes: 48_213,
    sha256: 'ab'.repeat(32),
    format: 'yaml',
    specification: '3.1.0',
    title: 'Pets',
    version: '2.4',
  },
  target: { organisationId: 'demo', connectorId: 'pets', version: 'v1' },
  counts: {
    operations: actions.length,
    triggers: countChanges([]),
    actions: countChanges(actions),
    definitions: countChanges(definitions),
    diagnostics: countDiagnostics([...actions, ...definitions].flatMap(({ problems }) => problems)),
  },
  triggers: [],
  actions,
  definitions,
  diagnostics: [],
  requests: { sent: 128, retried: 2, throttled: 1 },
  startedAt: '2030-01-01T10:00:00.000Z',
  finishedAt: '2030-01-01T10:00:04.200Z',
  durationMs: 4200,
  ...changes,
})

/** Makes a report with every change, a failure, a conflict and an update with its diff. */
export const mixedReport = (): Report =>
  reportOf(
    [
      action('listPets', { path: '/pets' }),
      action('createPet', { method: 'POST', path: '/pets', problems: [problem('info', 'name-changed')] }),
      action('getPet', {
        path: '/pets/{petId}',
        change: 'update',
        diff: [
          { field: '/description', before: 'Returns one pet.', after: 'Returns one pet, or 404.' },
          { field: '/parameters/query limit/default', before: 10, after: '10' },
          { field: '/parameters/query page', after: { name: 'page', in: 'query', type: 'integer' } },
        ],
        problems: [problem('warning', 'server-differs'), problem('warning', 'default-unfit')],
      }),
      action('replacePet', {
        method: 'PUT',
        path: '/pets/{petId}',
        change: 'keep',
        status: 'skipped',
        reason: 'Both the document and the platform have changed it since the last import.',
        diff: [{ field: '/path', before: '/animals/{id}', after: '/pets/{petId}' }],
        problems: [problem('warning', 'conflict')],
      }),
      action('patchPet', {
        method: 'PATCH',
        path: '/pets/{petId}',
        status: 'failed',
        reason: 'The platform refused it: parameters[0].name is too long.',
        problems: [problem('error', 'unresolved-reference'), problem('info', 'response-added')],
      }),
      action('deletePet', { method: 'DELETE', path: '/pets/{petId}', change: 'unchanged' }),
      action('oldPets', { path: '/old-pets', change: 'remove', reason: 'The document no longer has it.' }),
      action('tracePets', { method: 'TRACE', path: '/pets', change: 'skip', status: 'skipped', reason: 'No TRACE.' }),
    ],
    [
      definition('Pet', { problems: [problem('info', 'unknown-keyword')] }),
      definition('Pets', { change: 'unchanged' }),
    ],
    {
      outcome: 'partial',
      diagnostics: [
        { ...problem('warning', 'server-differs', "The document's server differs."), pointer: '#/servers/0' },
        { ...problem('warning', 'yaml-tabs', 'Lines are indented with tabs.'), pointer: '#' },
      ],
    },
  )

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const CODES = ['name-changed', 'response-added', 'unknown-keyword', 'server-differs']

export const largeReport = (operations: number): Report =>
  reportOf(
    Array.from({ length: operations }, (_, i) =>
      action(`operation${i}`, {
        method: METHODS[i % METHODS.length] ?? '',
        path: `/accounts/{accountId}/resources${i}/{id}`,
        change: i % 7 === 0 ? 'update' : 'create',
        ...(i % 7 === 0 && { diff: [{ field: '/description', before: `Old ${i}.`, after: `New ${i}.` }] }),
        problems: CODES.slice(0, i % 4).map(code =>
          problem('info', code, `A diagnostic of operation ${i}, as a sentence of common length.`),
        ),
      }),
    ),
    Array.from({ length: operations / 2 }, (_, i) => definition(`Schema${i}`)),
  )

/** Returns the report with a payload for each item. */
export const withPayloads = (report: Report, text: string): Report => {
  const add = <Item extends ReportedDefinition>(item: Item): Item => ({ ...item, payload: { name: item.name, text } })
  return { ...report, actions: report.actions.map(add), definitions: report.definitions.map(add) }
}

export const HOSTILE = [
  '</script><script>alert(1)</script>',
  '<!--<script>',
  '"><img src=x onerror=alert(2)>',
  "' onfocus=alert(3) autofocus='",
  'javascript:alert(4)',
  '&lt;b&gt; &amp;',
  '\u2028\u2029\u202E\u0000\uD800',
  ']]></style></title></textarea></noscript><svg onload=alert(5)>',
  'url(https://attacker.example/x)',
  '__proto__',
].join(' ')

/** Makes a report in which every string that can come from outside is hostile. */
export const hostileReport = (): Report => {
  const item = {
    id: HOSTILE,
    reason: HOSTILE,
    diff: [{ field: HOSTILE, before: HOSTILE, after: { [HOSTILE]: [HOSTILE] } }],
    conflict: [{ field: HOSTILE, base: HOSTILE, platform: [HOSTILE], document: { [HOSTILE]: HOSTILE } }],
    payload: { [HOSTILE]: HOSTILE, schema: { content: JSON.stringify(HOSTILE) } },
    problems: [
      { ...problem('error', HOSTILE, HOSTILE), pointer: HOSTILE },
      { ...problem('warning', 'conflict', HOSTILE), pointer: HOSTILE },
    ],
  }
  return reportOf(
    [action(HOSTILE, { ...item, method: HOSTILE, path: HOSTILE, pointer: HOSTILE, tag: HOSTILE, change: 'update' })],
    [definition(HOSTILE, item)],
    {
      importId: HOSTILE,
      outcome: 'failed',
      reason: HOSTILE,
      document: {
        location: HOSTILE,
        bytes: 1,
        sha256: HOSTILE,
        specification: HOSTILE,
        title: HOSTILE,
        version: HOSTILE,
      },
      target: { organisationId: HOSTILE, connectorId: HOSTILE, version: HOSTILE },
      caller: HOSTILE,
      confirm: [{ code: 'deletes', message: HOSTILE }],
      diagnostics: [{ ...problem('warning', HOSTILE, HOSTILE), pointer: HOSTILE }],
      startedAt: HOSTILE,
    },
  )
}
