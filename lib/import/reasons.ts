const MORE_MEMORY = 'If the process ran out of memory, raise its limit (NODE_OPTIONS=--max-old-space-size, in MB)'

/** Reasons why an import or one of its items failed: what is wrong, and what to do. For the person who reads the report. */
export const IMPORT_REASONS = {
  cancelled: 'Cancelled. Import again to continue: items that are written already are not written twice.',
  timedOut: (seconds: number) =>
    `The execution timed out after ${durationOf(seconds)}. Import again: items that are written already are not written twice.`,
  stopped:
    'The execution was stopped in AWS Lambda. Import again to continue: items that are written already are not written twice.',
  broken:
    'The execution ended with an internal error, which the log of run-import has. Correct the cause, then import again.',
  neverStarted:
    'The import never started: AWS Lambda could not start its execution. Check errors and throttles of run-import, then import again.',
  superseded: 'Superseded: the document was uploaded again, and the newer upload has its own import.',
  unconfirmed: (changes: readonly string[]) =>
    `The import needs a confirmation. ${changes.join(' ')} Nothing is written. If all this is intended, import again with the option confirm (--yes).`,
  breaking: (count: number, examples: readonly string[]) => {
    const more = count > examples.length ? ` … and ${count - examples.length} more.` : ''
    return cutReason(
      `The release breaks workflows: ${count} ${count === 1 ? 'item has a breaking change' : 'items have breaking changes'}. ${examples.join(' ')}${more} Nothing is written. If this is intended, import again with --on-breaking apply, or with --on-breaking draft for a new draft version.`,
    )
  },
  unclassified:
    "The release may break workflows: its changes can't be classified, because the content that was last applied is not stored, or does not belong to the ledger. Nothing is written. If this is intended, import again with --on-breaking apply, or with --on-breaking draft for a new draft version; later releases are classified.",
  planMoved:
    'The plan no longer applies: the platform, the document or an option has changed since it was made. No item is written. Make a new plan.',
  partOf: (root: string) => `This file is part of ${root}; the import of that file includes it.`,
  fetchFailed: (url: string, why: string) =>
    `Can't fetch the document from ${url}: ${why}. Correct the URL, or upload the document.`,
  invalidOptions: (key: string, why: string) =>
    `Invalid options in ${key}: ${why}. Correct the file and import the document again.`,
  lockLost: (owner: string) => `Lock lost: it expired and import ${owner} took over. Import the document again.`,
  platformUnavailable: 'The platform is unavailable.',
  targetHeld: (owner: string) => `Import ${owner} writes to the same target.`,
  lockTimeout: (owner: string) =>
    `Import ${owner} has held the target for about 6 hours. Wait until it ends or stop it, then import the document again.`,
  reservedVersion: (version: string) =>
    `The version name "${version}" is reserved for published versions. Import into a version with another name.`,
  publishedVersion: (version: string) =>
    `The version "${version}" is published and can't be changed. Import into a new version, or create a draft from it (--on-published draft).`,
  connectorNotFound: (connectorId: string) =>
    `Connector ${connectorId} not found: it does not exist, or the token has no access. Create it on the platform, or use --create-connector with a name instead of an id.`,
  connectorGone: (connectorId: string, alias: string) =>
    `Connector ${connectorId}, which an import has created for "${alias}", was not found: it was deleted, or the token has no access. To create a new one, use another name than "${alias}".`,
  wrongProtocol: (connectorId: string, protocol: string) =>
    `Connector ${connectorId} has the protocol ${protocol}, expected http. Import into an HTTP connector.`,
  notReturned: 'The platform accepted the request, but its response does not contain this definition.',
  interrupted: {
    reads: (step: string, times: number) =>
      `The step "${step}" was interrupted ${times} times. The import needs more memory than the function has, or more time than an invocation has. Raise importMemoryMb, or split the document.`,
    writes: (step: string, times: number) =>
      `The step "${step}" was interrupted ${times} times. The import needs more memory than the function has, or more time than an invocation has. Import again to continue; raise importMemoryMb, or lower batchSize.`,
  },
  interruptedLocally: {
    reads: (step: string, times: number) =>
      `The step "${step}" was interrupted ${times} times. Import again. ${MORE_MEMORY}, or split the document.`,
    writes: (step: string, times: number) =>
      `The step "${step}" was interrupted ${times} times. Import again to continue. ${MORE_MEMORY}, or lower BATCH_SIZE.`,
  },
  stepFault: (step: string, error: string) =>
    `The importer failed in the step "${step}": ${error.replace(/[.]+$/, '')}. This is a fault of the importer or of an AWS service, not of the document. Import again; the log has the details.`,
  fault: (error: string) =>
    `The importer failed: ${error.replace(/[.]+$/, '')}. This is a fault of the importer, not of the document. The log has the details.`,
} as const

/** Formats a duration with its largest unit. */
const durationOf = (seconds: number): string => {
  const units = [
    [3_600, 'hour'],
    [60, 'minute'],
    [1, 'second'],
  ] as const
  const [size, unit] = units.find(([length]) => seconds >= length) ?? units[2]
  const count = Math.round(seconds / size)
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** Longest reason in characters: reasons go into checkpoints. */
const MAX_REASON = 2_000

/** Cuts a reason after 2,000 characters. */
export function cutReason(reason: string): string {
  return reason.length > MAX_REASON ? `${reason.slice(0, MAX_REASON)}…` : reason
}

/** Joins the sentences of two reasons; either may be absent. */
export function joinReasons(first: string | undefined, second: string | undefined): string {
  return cutReason([first, second].filter(Boolean).join(' '))
}
