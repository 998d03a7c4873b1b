/** Reasons of decisions, for the person who reads the report. */
export const DECISION_REASONS = {
  edited: 'Edited on the platform and unchanged in the document; kept (--force overwrites).',
  conflict: 'Changed both in the document and on the platform since the last import; kept (--force overwrites).',
  foreign:
    'Already exists on the platform with different content, and no import of it is recorded; kept (--force overwrites).',
  baseUnknown:
    'Differs from the platform, and no earlier import is known: the base is unknown; kept (--force overwrites).',
  keptByDecision: 'Changed both in the document and on the platform; the content on the platform is kept, as decided.',
  keptUnderFormerName: (from: string) =>
    `Renamed from ${from} in the document; kept under its former name, as decided (--force overwrites).`,
  definitionRenamed: (from: string) => `Renamed from ${from}.`,
  definitionRenamedAndEdited: (from: string) =>
    `Renamed from ${from}, but edited on the platform; kept (--force overwrites).`,
  movedFromUnread: (pointer: string, problem: string) =>
    `Not updated: the definition of this name is at ${pointer}, which can't be read; kept. ${problem}`,
  renamed: (from: string) => `Renamed from ${from} in the document.`,
  renamedAndEdited: (from: string) =>
    `Renamed from ${from} in the document, but edited on the platform; kept (--force overwrites).`,
  removed: 'Removed from the document.',
  removedButKept: 'Removed from the document; kept (--removed delete removes it).',
  removedButEdited: 'Removed from the document, but edited on the platform; kept (--force removes it).',
  unused: 'No longer used by any action or trigger.',
  unusedButKept: 'No longer used by the document; kept (--removed delete removes it).',
  /** `user`: `action NAME` or `trigger NAME`. */
  unusedButLinked: (user: string) => `No longer used by the document, but by the ${user}; kept.`,
  filteredButKept: (filter: string) => `${filter} Kept (--removed delete-filtered removes it).`,
  filteredButEdited: (filter: string) => `${filter} Edited on the platform; kept (--force removes it).`,
  unread: (problem: string) => `Still in the document, which can't be read there; kept. ${problem}`,
  waiting: (problem: string) => `Not removed: a part of the document can't be read. ${problem}`,
  lost: (problem: string) => `Not updated: a part of it can't be read; kept. ${problem}`,
  noTriggers: (problem: string) => `Not created: the platform does not support triggers. ${problem}`,
  onlyForKept: 'Not created: only actions and triggers that are kept or skipped use it.',
} as const
