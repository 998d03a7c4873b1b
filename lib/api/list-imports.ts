import * as v from 'valibot'
import type { HistoryPosition } from '../store/history.ts'
import { type Answer, json } from './answer.ts'
import type { Call } from './call.ts'
import { requireOrganisation } from './caller.ts'
import { describeImport } from './imports.ts'
import { HistoryInput, invalid, parseInput } from './input.ts'

const PAGE = 20

/** GET /imports: the imports of a connector, or of one version of it, newest first. */
export async function listImports({ api, caller, query }: Call): Promise<Answer> {
  const { connectorId, version, next, ...input } = parseInput(HistoryInput, query, '?')
  const organisationId = input.organisationId ?? caller.organisationId
  if (organisationId === undefined)
    throw invalid([{ pointer: '?organisationId', detail: 'is missing; you have several organisations' }])
  requireOrganisation(caller, organisationId)
  const after = next === undefined ? undefined : decode(next)
  const page = await api.history.page({ organisationId, connectorId, version, after, limit: PAGE })
  const imports = page.records.map(record => ({
    ...describeImport(record),
    links: { self: `/imports/${record.importId}` },
  }))
  return json(200, { imports, next: page.next && encode(page.next) })
}

const Position = v.pipe(v.string(), v.regex(/^[\d:.TZ-]{10,30}#[\w-]{1,64}$/))

const encode = ({ startedAt, importId }: HistoryPosition): string =>
  Buffer.from(`${startedAt}#${importId}`).toString('base64url')

/** It names a place in the connector's own history, so that a made-up one leads nowhere else. */
const decode = (next: string): HistoryPosition => {
  const position = v.safeParse(Position, Buffer.from(next, 'base64url').toString('utf8'))
  const [startedAt, importId] = position.success ? position.output.split('#') : []
  if (startedAt === undefined || importId === undefined)
    throw invalid([{ pointer: '?next', detail: 'has to be the "next" of an earlier page' }])
  return { startedAt, importId }
}
