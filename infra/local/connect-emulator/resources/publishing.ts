import { type Answer, jsonAnswer } from '../http/answer.ts'
import { ApiError, refuseProblems } from '../http/api-error.ts'
import type { Call } from '../http/call.ts'
import { actionFindings } from '../rules/action-findings.ts'
import type { Version } from '../state/model.ts'
import { recordOfVersion } from '../state/snapshot.ts'
import { commitVersion } from './commit-version.ts'
import { findDraft, findNamedVersion } from './find.ts'

/** References to definitions that were deleted by force. */
const danglingProblems = ({ actions, definitions }: Version) => [
  ...Array.from(actions.values()).flatMap(action =>
    actionFindings(action, definitions)
      .filter(({ severity }) => severity === 'error')
      .map(({ field, message }) => ({ code: 'version_invalid', field: `action ${action.name} ${field}`, message })),
  ),
  ...Array.from(definitions.values()).flatMap(({ name, links }) =>
    Object.entries(links)
      .filter(([, id]) => definitions.byId(id) === undefined)
      .map(([reference]) => {
        const message = `"$ref": "${reference}" means a definition that was deleted`
        return { code: 'version_invalid', field: `definition ${name}`, message }
      }),
  ),
]

const setPublished = (call: Call, version: Version, publishedAt: string | null): Answer => {
  const record = { ...recordOfVersion(version), publishedAt, updatedAt: call.store.now() }
  return jsonAnswer(200, { version: commitVersion(call, record) })
}

/** Publishes a draft, unless something in it refers to what is gone. */
export function publish(call: Call): Answer {
  const version = findDraft(call)
  refuseProblems(danglingProblems(version))
  return setPublished(call, version, call.store.now())
}

/** Makes a published version a draft again. */
export function unpublish(call: Call): Answer {
  const version = findNamedVersion(call)
  if (version.publishedAt !== null) return setPublished(call, version, null)
  throw new ApiError(409, 'version_not_published', `Version "${version.name}" is a draft already.`)
}
