import { quote } from '../../json/quote.ts'
import { error, info, kind, warning } from '../kind.ts'

export const platformFinding = kind(
  'platform-finding',
  {
    meaning: 'The platform stored the action and reported a problem with it.',
    remedy: 'Correct the document, or the action on the platform.',
  },
  {
    error: error((field: string, message: string) => finding(field, message)),
    warning: warning((field: string, message: string) => finding(field, message)),
  },
)

/** `message` is a sentence; `field` may be empty. */
const finding = (field: string, message: string): string =>
  field === '' ? `The platform reports: ${message}` : `The platform reports for ${field}: ${message}`

export const definitionRefused = kind(
  'definition-refused',
  {
    meaning: 'The platform refused a definition. The action was created without it.',
    remedy: "See the definition's `reason`.",
  },
  {
    refused: error((name: string) => `The platform refused the definition ${name}; the action is created without it.`),
  },
)

export const conflict = kind(
  'conflict',
  {
    meaning: 'The action or definition differs on the platform, and the difference is not from an import. It was kept.',
    remedy:
      'Compare the values of both sides in its `conflict`, and decide with `resolve`; `--force` overwrites all conflicts.',
  },
  {
    /** `reason`: the reason of the item, which has all details. */
    kept: warning((reason: string | undefined) => reason ?? 'Changed in the document and on the platform; kept.'),
  },
)

export const baseUnknown = kind(
  'base-unknown',
  {
    meaning:
      'The importer has no record (ledger) of an earlier import of this target, but items of the platform differ from the document. Without the common ancestor, an old version of the document and an edit by a person look the same, so they were kept. Items that the document no longer has were not found.',
    remedy:
      'Import from the place that has the ledger: the machine of the earlier imports, or the deployed importer. Without one, `--force` takes the document for all items, and `--resolve NAME=document` for one. The import writes a new ledger.',
  },
  {
    /** `count`: the number of items that differ. */
    kept: warning(
      (count: number) =>
        `No earlier import of this target is known: base unknown. ${count === 1 ? '1 item differs' : `${count} items differ`} from the platform; kept. Import from the place of the earlier imports, or overwrite with --force.`,
    ),
  },
)

export const resolveUnused = kind(
  'resolve-unused',
  {
    meaning:
      'The option `resolve` has a name that no conflict has, or that several conflicts have. It was ignored. An item that changed on the platform only is kept without a decision.',
    remedy:
      'Use the name of an item with a conflict in the report. With several, put the kind in front, as in `action:NAME`. Remove the decision if its conflict is settled.',
  },
  {
    onlyEdited: info(
      (name: string) =>
        `${quote(name)} has changed on the platform only, so it has no conflict to decide (resolve); kept as on the platform.`,
    ),
    onlyEditedKept: warning(
      (name: string) =>
        `${quote(name)} has changed on the platform only, so it has no conflict to decide (resolve); kept as on the platform. To overwrite it, import with --force, which overwrites all edits.`,
    ),
    none: warning((name: string) => `No conflict has the name ${quote(name)} (resolve); ignored.`),
    several: warning(
      (name: string, candidates: readonly string[]) =>
        `Several conflicts have the name ${quote(name)} (resolve); ignored. Use one of ${candidates.map(candidate => quote(candidate)).join(', ')}.`,
    ),
  },
)

export const confirmationNeeded = kind(
  'confirmation-needed',
  {
    meaning: 'The dry run has a change that an import makes only with the option `confirm`.',
    remedy: 'If the change is intended, import with `--yes`, or with `"confirm": true` in the options.',
  },
  {
    /** `change`: a sentence. */
    needed: warning((change: string) => `An import of this plan needs a confirmation (--yes). ${change}`),
  },
)

export const documentIncomplete = kind(
  'document-incomplete',
  {
    meaning:
      'A part of the document can not be read: a file is missing or invalid, an operation is not an object, or a key exists twice. Actions and definitions of earlier imports that may come from it are kept as they are.',
    remedy: 'Correct the document, or add the missing file, and import again.',
  },
  {
    /** `reason`: the reason of the item, which has all details. */
    kept: warning((reason: string) => reason),
  },
)

export const ledgerDamaged = kind(
  'ledger-damaged',
  {
    meaning: 'The record of earlier imports is damaged. Contents were compared instead, and a new record was written.',
    remedy: 'Nothing to do.',
  },
  {
    compared: warning(
      () => 'The record of earlier imports is damaged; contents are compared instead, and a new record is written.',
    ),
  },
)

export const versionRedirected = kind(
  'version-redirected',
  {
    meaning:
      'The version is published and read-only, or an earlier import continued in a draft (`--on-breaking draft`). The import wrote to the draft.',
    remedy: 'Use that draft.',
  },
  {
    redirected: warning(
      (from: string, to: string) =>
        `Imported into the draft "${to}": version "${from}" is read-only, or an earlier import continued in that draft.`,
    ),
  },
)

export const versionUnchangeable = kind(
  'version-unchangeable',
  {
    meaning: 'The platform does not support update or delete. The import wrote to a new draft.',
    remedy: 'Use that draft.',
  },
  {
    replaced: warning(
      (from: string, to: string) =>
        `Version "${from}" can't be changed, as the platform does not support update or delete; imported into the new draft "${to}".`,
    ),
  },
)

export const notPublished = kind(
  'not-published',
  {
    meaning: 'The version was not published, although the import was started with `publish`.',
    remedy: 'Correct the failures, the conflicts and the document, or publish by hand.',
  },
  {
    incomplete: error(
      (failed: number, conflicts: number, unread: number) =>
        `The version is not published. Items that failed: ${failed}; with conflicts: ${conflicts}; that can't be read in the document: ${unread}.`,
    ),
    failed: error((reason: string) => `The version is not published: ${reason}`),
    unsupported: warning(() => 'The platform does not support publishing by API; publish the version by hand.'),
  },
)

export const published = kind(
  'published',
  {
    meaning: "The version was published, as the import was asked to. A published version can't be changed.",
    remedy: 'Nothing to do; the next import needs another version, or `onPublished`.',
  },
  { done: info((version: string) => `The version "${version}" is published.`) },
)

const reported = (message: string): string => `The platform reports on publishing: ${message}`

export const publishMessage = kind(
  'publish-message',
  { meaning: 'The platform reported this when it published the version.', remedy: 'Read the message.' },
  { error: error(reported), warning: warning(reported), info: info(reported) },
)
