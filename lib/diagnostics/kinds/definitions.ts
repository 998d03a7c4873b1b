import { error, kind } from '../kind.ts'

export const tooManyDefinitions = kind(
  'too-many-definitions',
  {
    meaning: 'The document has more definitions than `MAX_DEFINITIONS` (100,000).',
    remedy: 'Split the document and import the parts.',
  },
  {
    exceeded: error(
      (limit: number) => `The document has more than ${limit} definitions (MAX_DEFINITIONS); import it in parts.`,
    ),
  },
)
