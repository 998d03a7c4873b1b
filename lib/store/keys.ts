import type { Target } from '../target.ts'

const DOCUMENTS = 'documents'
export const OPTIONS_FILE = 'import.json'

/** `documents/{organisationId}/{connectorId}/{version}/…`: where a document is, and what it is imported into. */
export type DocumentKey = {
  readonly target: Target
  /** The key up to and with the slash behind the version. */
  readonly prefix: string
  /** The rest: the file's name seen from the prefix. */
  readonly file: string
}

/** Takes a key apart; undefined where it does not follow the form. */
export const parseDocumentKey = (key: string): DocumentKey | undefined => {
  const [root, organisationId, connectorId, version, ...rest] = key.split('/')
  const file = rest.join('/')
  if (!organisationId || !connectorId || !version || file === '' || file.endsWith('/')) return undefined
  // A URL takes dots for steps, so the platform can have nothing of such a name.
  if (root !== DOCUMENTS || [organisationId, connectorId, version].some(name => /^\.\.?$/.test(name))) return undefined
  const target = { organisationId, connectorId, version }
  return { target, prefix: documentPrefix(target), file }
}

export const documentPrefix = ({ organisationId, connectorId, version }: Target): string =>
  `${DOCUMENTS}/${organisationId}/${connectorId}/${version}/`

/** Where an import keeps what it makes. */
export const importKeys = (importId: string) => {
  const at = (name: string): string => `imports/${importId}/${name}`
  return {
    plan: at('plan.json.gz'),
    changes: at('changes.json.gz'),
    definitions: (request: number): string => at(`definitions/${request}.json.gz`),
    /** By the number of the first action in the batch. */
    actions: (first: number): string => at(`actions/${first}.json.gz`),
    report: at('report.json'),
  }
}
