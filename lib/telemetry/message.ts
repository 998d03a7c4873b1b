import type { FinishedImport } from '../import/model.ts'

/** Maximum length of a message. With the key of the report, a notification has less than 3 kB of ASCII, 8 kB at most. */
const MAX_LENGTH = 2_000

/**
 * Returns a finished import as one line for people: target, outcome, what broke, what was lost, and the reason. It has no
 * quotes, backslashes or control characters, because the template of an EventBridge rule inserts it as it is.
 */
export function messageOf({ target, outcome, reason, counts }: FinishedImport): string {
  const { organisationId, connectorId, version } = target
  const failed = counts.triggers.failed + counts.actions.failed + counts.definitions.failed
  const facts = [
    ...plural(counts.impact?.breaking ?? 0, 'breaking change'),
    ...plural(failed, 'failed item'),
    ...plural(counts.diagnostics.error, 'error'),
  ]
  const text = [
    `${organisationId} / ${connectorId} / ${version}: ${outcome}${facts.length === 0 ? '' : `, ${facts.join(', ')}`}.`,
    ...(reason === undefined ? [] : [reason]),
  ].join(' ')
  const safe = text
    .replaceAll('"', "'")
    .replaceAll('\\', '/')
    .replaceAll(/[\p{Cc}<>\u2028\u2029]+/gu, ' ')
  return safe.length > MAX_LENGTH ? `${safe.slice(0, MAX_LENGTH).toWellFormed()}…` : safe
}

const plural = (count: number, noun: string): string[] =>
  count === 0 ? [] : [`${count} ${noun}${count === 1 ? '' : 's'}`]
