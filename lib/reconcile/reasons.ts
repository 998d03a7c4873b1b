/** Reasons of decisions, for the person who reads the report. */
export const DECISION_REASONS = {
  edited: 'Edited on the platform and unchanged in the document; kept (--force overwrites).',
  conflict: 'Changed both in the document and on the platform since the last import; kept (--force overwrites).',
  foreign:
    'Already exists on the platform with different content and was not created by an import; kept (--force overwrites).',
  renamed: (from: string) => `Renamed from ${from} in the document.`,
  renamedAndEdited: (from: string) =>
    `Renamed from ${from} in the document, but edited on the platform; kept (--force overwrites).`,
  removed: 'Removed from the document.',
  removedButKept: 'Removed from the document; kept (--removed delete removes it).',
  removedButEdited: 'Removed from the document, but edited on the platform; kept (--force removes it).',
  unused: 'No longer used by any action.',
} as const
