import { ApiError, refuseProblems } from '../http/api-error.ts'
import type { EmulatorRequest } from '../http/request.ts'
import { type EmulatorResponse, jsonResponse } from '../http/response.ts'
import { actionFindings } from '../rules/action-findings.ts'
import type { Version } from '../state/model.ts'
import { recordOfVersion } from '../state/snapshot.ts'
import { commitVersion } from './commit-version.ts'
import { findDraft, findNamedVersion } from './find.ts'

/** Lists references to deleted definitions. */
const danglingProblems = ({ actions, triggers, definitions }: Version) => [
  ...[
    ...Array.from(actions.values(), record => ({ type: 'action', record })),
    ...Array.from(triggers.values(), record => ({ type: 'trigger', record })),
  ].flatMap(({ type, record }) =>
    actionFindings(record, definitions)
      .filter(({ severity }) => severity === 'error')
      .map(({ field, message }) => ({ code: 'version_invalid', field: `${type} ${record.name} ${field}`, message })),
  ),
  ...Array.from(definitions.values()).flatMap(({ name, links }) =>
    Object.entries(links)
      .filter(([, id]) => definitions.byId(id) === undefined)
      .map(([reference]) => {
        const message = `"$ref": "${reference}" refers to a deleted definition`
        return { code: 'version_invalid', field: `definition ${name}`, message }
      }),
  ),
]

const setPublished = (request: EmulatorRequest, version: Version, publishedAt: string | null): EmulatorResponse => {
  const record = { ...recordOfVersion(version), publishedAt, updatedAt: request.store.now() }
  return jsonResponse(200, { version: commitVersion(request, record) })
}

/** Publishes a draft. @throws ApiError 400 when it has references to deleted definitions */
export function publish(request: EmulatorRequest): EmulatorResponse {
  const version = findDraft(request)
  refuseProblems(danglingProblems(version))
  return setPublished(request, version, request.store.now())
}

/** Turns a published version into a draft. @throws ApiError 409 for a draft */
export function unpublish(request: EmulatorRequest): EmulatorResponse {
  const version = findNamedVersion(request)
  if (version.publishedAt !== null) return setPublished(request, version, null)
  throw new ApiError(409, 'version_not_published', `Version "${version.name}" is already a draft.`)
}
