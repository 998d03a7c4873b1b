import { quote } from '../../json/quote.ts'
import { error, info, kind, warning } from '../kind.ts'

/** Filters of an import by which operations are included or excluded. */
export type FilterName = `${'include' | 'exclude'}${'Tag' | 'Path' | 'Method' | 'Operation'}`

export const noOperations = kind(
  'no-operations',
  {
    meaning: 'The document has no operation under `paths`, and no webhook.',
    remedy: 'Check that this is the root file of the document.',
  },
  {
    /** `cause`: message of the error by which path items were lost. */
    none: error((missing: 'paths' | 'operations', cause: string | undefined) => {
      const what = missing === 'paths' ? 'The document has no "paths"' : 'The document has no operation under "paths"'
      const sentences = [`${what}; there is nothing to import.`, ...(cause === undefined ? [] : [cause])]
      return sentences.join(' ')
    }),
  },
)

export const tooManyOperations = kind(
  'too-many-operations',
  {
    meaning: 'The document has more operations than `MAX_OPERATIONS` (50,000).',
    remedy: 'Split the document and import the parts.',
  },
  {
    exceeded: error(
      (limit: number) => `The document has more than ${limit} operations (MAX_OPERATIONS); import it in parts.`,
    ),
  },
)

export const tooManyValues = kind(
  'too-many-values',
  {
    meaning:
      'The file has more values than the memory of the function allows. Or the file with its YAML aliases expanded, or the operations with their references expanded, have more values than `MAX_NODES` (ten million).',
    remedy: 'Split the document, remove aliases, or raise `importMemoryMb`.',
  },
  {
    file: error(
      (limit: number) => `The file expands to more than ${limit} values (MAX_NODES); split it or remove aliases.`,
    ),
    memory: error(
      (limit: number, functionMemory: number) =>
        `Parsing the file takes more than ${limit} MB of memory, the limit of a function with ${functionMemory} MB; split the document or raise importMemoryMb.`,
    ),
    operations: error(
      (limit: number) =>
        `The operations, with their references expanded, have more than ${limit} values (MAX_NODES); import the document in parts.`,
    ),
  },
)

export const filterUnused = kind(
  'filter-unused',
  { meaning: 'No operation matches a filter of the import.', remedy: 'Check the spelling of the filter.' },
  {
    /** `similar`: a value that operations have. */
    unused: warning((filter: FilterName, value: string, similar: string | undefined) => {
      const hint = similar === undefined ? '' : `; the document has ${quote(similar)}`
      return `No operation matches ${filter} ${quote(value)}${hint}.`
    }),
  },
)

export const methodUnknown = kind(
  'method-unknown',
  {
    meaning: 'The platform does not support the method of an operation (such as `QUERY`). The operation was skipped.',
    remedy: 'Call the operation without the connector.',
  },
  {
    skipped: warning(
      (method: string) => `The platform does not support the method ${method}; the operation is skipped.`,
    ),
  },
)

export const anyMethod = kind(
  'any-method',
  {
    meaning:
      'A path has an operation for any method (`x-amazon-apigateway-any-method`), an extension of OpenAPI. It was skipped, since an action has one method.',
    remedy: 'Write an operation under `get`, `post` and the like for each method that the API accepts.',
  },
  {
    skipped: warning(
      (path: string) => `The path ${path} has an operation for any method; it is skipped, as an action has one method.`,
    ),
  },
)

/** Names that an import may change. */
export type NameSubject =
  | 'operationId'
  | 'Webhook'
  | 'Callback'
  | 'Schema'
  | 'Path parameter'
  | 'Server variable'
  | 'Query parameter'
  | 'Header parameter'
  | 'Cookie parameter'

/** Reason of a change; the name of a message of `nameChanged`. */
export type NameProblem = 'illegal' | 'tooLong' | 'duplicate'

export const nameChanged = kind(
  'name-changed',
  {
    meaning:
      'An `operationId`, webhook, callback, schema or parameter has a name that is not legal on the platform, too long or already used. It got another name.',
    remedy: 'Nothing to do; or change the name in the document.',
  },
  {
    illegal: info(
      (subject: NameSubject, name: string, renamed: string) =>
        `${subject} ${quote(name)} is not a legal name on the platform; renamed to ${renamed}.`,
    ),
    tooLong: info(
      (subject: NameSubject, name: string, renamed: string) =>
        `${subject} ${quote(name)} is too long; renamed to ${renamed}.`,
    ),
    duplicate: info(
      (subject: NameSubject, name: string, renamed: string) =>
        `${subject} ${quote(name)} is already used; renamed to ${renamed}.`,
    ),
  },
)

export const textShortened = kind(
  'text-shortened',
  {
    meaning: 'A string is longer than an action or a definition allows. It ends in an ellipsis.',
    remedy: 'Nothing to do; or shorten it in the document.',
  },
  {
    cut: info(
      (subject: string, length: number, limit: number) => `${subject} has ${length} characters; shortened to ${limit}.`,
    ),
    notes: info(
      (skipped: number, total: number) =>
        `The description has no room for ${skipped} of ${total} parameter notes; ignored.`,
    ),
  },
)
