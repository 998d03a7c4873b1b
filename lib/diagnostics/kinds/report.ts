import { error, info, kind, warning } from '../kind.ts'

const more = (count: number): string => `${count} more diagnostics here are not listed.`

export const furtherProblems = kind(
  'further-problems',
  {
    meaning:
      'An action or definition has more than 1,000 diagnostics, or the document more than 200,000. The others are counted, not listed.',
    remedy: 'Correct the problems that are listed, and import again.',
  },
  { error: error(more), warning: warning(more), info: info(more) },
)
