import { info, kind, warning } from '../kind.ts'

export const releaseUnclassified = kind(
  'release-unclassified',
  {
    meaning:
      'The content that an import last applied is not stored, because an earlier release of the importer wrote the ledger; or what is stored belongs to another ledger, because an import was interrupted or a file was replaced. What the changes do to workflows is not known.',
    remedy:
      'Nothing to do: the next import of a changed document is classified. With `--on-breaking refuse` or `draft`, this one counts as breaking.',
  },
  {
    unknown: info(
      () =>
        "The changes can't be classified: the content that was last applied is not stored, or does not belong to the ledger.",
    ),
  },
)

const countOf = (count: number | 'unknown'): string => {
  if (count === 'unknown') return "The changes can't be classified"
  return count === 1 ? '1 item has a breaking change' : `${count} items have breaking changes`
}

export const breakingChanges = kind(
  'breaking-changes',
  {
    meaning: 'The release breaks workflows, or may do so, and the option `onBreaking` is not `apply`.',
    remedy:
      'Read the breaking changes in the report. To write them into the version itself, use `--on-breaking apply`.',
  },
  {
    refuse: warning(
      (count: number | 'unknown') => `An import of this plan is refused (--on-breaking refuse). ${countOf(count)}.`,
    ),
    draft: warning(
      (count: number | 'unknown') =>
        `An import of this plan creates a new draft (--on-breaking draft). ${countOf(count)}.`,
    ),
    drafted: warning(
      (count: number | 'unknown', from: string, to: string) =>
        `${countOf(count)}: imported into the new draft "${to}"; version "${from}" is as it was (--on-breaking draft).`,
    ),
  },
)
