import { quote } from '../../json/quote.ts'
import { error, kind, warning } from '../kind.ts'

export const malformed = kind(
  'malformed',
  { meaning: 'A value has another type than the specification requires.', remedy: 'Correct the value.' },
  {
    noParameterName: warning(() => 'A parameter has no printable name; ignored.'),
    noQueryName: warning((part: string) => `${quote(part)} in the path's query has no name of its own; ignored.`),
  },
)

export const tooLarge = kind(
  'too-large',
  { meaning: 'The file or its definitions exceed the limit.', remedy: 'Split the document.' },
  {
    definitions: error(
      (limit: number) =>
        `The definitions have more than ${limit} bytes; move schemas that many operations share to components, or import the document in parts.`,
    ),
  },
)
