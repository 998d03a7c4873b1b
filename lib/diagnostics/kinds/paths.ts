import { info, kind } from '../kind.ts'

export const pathSlash = kind(
  'path-slash',
  { meaning: 'A path key does not begin with a slash; one was added.', remedy: 'Add the slash in the document.' },
  { added: info((path: string) => `The path ${path} does not begin with "/"; one was added.`) },
)
