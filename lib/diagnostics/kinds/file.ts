import { quote } from '../../json/quote.ts'
import { error, kind, warning } from '../kind.ts'

export const noFile = kind(
  'no-file',
  { meaning: 'The uploaded document does not exist any more.', remedy: 'Upload it again.' },
  {
    missing: error(
      (name: string) => `File ${quote(name)} not found; it may have been removed after the import started.`,
    ),
  },
)

export const fileUnreadable = kind(
  'file-unreadable',
  {
    meaning: 'A file that the document refers to could not be read. References to it are not resolved.',
    remedy: 'Read the message for the cause, and correct the file.',
  },
  { failed: error((reason: string) => `Can't read the file: ${reason}`) },
)

export const empty = kind(
  'empty',
  { meaning: 'The file has no content.', remedy: 'Import an OpenAPI document as JSON or YAML.' },
  { noContent: error(() => 'The file is empty. Import an OpenAPI document as JSON or YAML.') },
)

export const tooLarge = kind(
  'too-large',
  {
    meaning: 'The file, its content after decompression, or the definitions made from it exceed the limit.',
    remedy: 'Raise `MAX_DOCUMENT_BYTES`, or split the document.',
  },
  {
    file: error(
      (bytes: number, limit: number) => `The file has ${bytes} bytes; the limit is ${limit} (MAX_DOCUMENT_BYTES).`,
    ),
    unpacked: error(
      (limit: number) => `The gzip file has more than ${limit} bytes after decompression (MAX_DOCUMENT_BYTES).`,
    ),
    unread: error((reason: string) => `Can't read the file: ${reason}`),
    definitions: error(
      (limit: number) =>
        `The definitions have more than ${limit} bytes; move schemas that many operations share to components, or import the document in parts.`,
    ),
  },
)

export const tooDeep = kind(
  'too-deep',
  {
    meaning: 'Values are nested deeper than `MAX_DEPTH` (250 levels), or a YAML alias contains itself.',
    remedy: 'Flatten the document.',
  },
  {
    exceeded: error(
      (limit: number) => `Values are nested deeper than ${limit} levels (MAX_DEPTH), or a YAML alias contains itself.`,
    ),
  },
)

export const tooManyAliases = kind(
  'too-many-aliases',
  {
    meaning: 'The file has more YAML aliases than `MAX_ALIASES` (100,000).',
    remedy: 'Replace aliases by their values, or by references.',
  },
  { exceeded: error((limit: number) => `The file has more than ${limit} YAML aliases (MAX_ALIASES).`) },
)

export const tooManyMergedKeys = kind(
  'too-many-merged-keys',
  {
    meaning:
      'YAML merge keys (`<<`) add more keys than `MAX_MERGED_KEYS` (a million), or one merge key has more than 100 sources.',
    remedy: 'Write the merged keys in place, or use references.',
  },
  {
    exceeded: error(
      (limit: number) => `The merge keys (<<) of the file add more than ${limit} keys (MAX_MERGED_KEYS).`,
    ),
    sources: error(
      (line: number, column: number) =>
        `The merge key (<<) at line ${line}, column ${column} has more than 100 sources; merge some of them first.`,
    ),
  },
)

export const tooManyFiles = kind(
  'too-many-files',
  {
    meaning: 'The document refers to more files than `MAX_FILES` (5,000), or to more than 200 MiB of files.',
    remedy: 'Bundle the document, or split it.',
  },
  {
    exceeded: error(
      (files: number, bytes: number) =>
        `The document refers to more than ${files} files (MAX_FILES) or ${bytes} bytes in total.`,
    ),
  },
)

export const notGzip = kind(
  'not-gzip',
  { meaning: 'The file begins like a gzip file, but is damaged.', remedy: 'Compress the document again.' },
  { damaged: error(() => 'The gzip file is damaged. Compress it and import it again.') },
)

export const notJson = kind(
  'not-json',
  {
    meaning: 'The file begins like JSON but has a syntax error; the message has its line and column.',
    remedy: 'Correct the syntax error.',
  },
  {
    syntax: error(
      (reason: string, line: number, column: number) =>
        `The file is not valid JSON: ${reason}, line ${line}, column ${column}. Correct it and import it again.`,
    ),
  },
)

const at = (line: number | undefined, column: number | undefined): string =>
  line === undefined ? '' : `, line ${line}, column ${column}`

export const notYaml = kind(
  'not-yaml',
  {
    meaning: 'The file is neither JSON nor YAML, or a key is not a string; the message has line and column.',
    remedy: 'Correct the syntax error.',
  },
  {
    syntax: error(
      (reason: string, line: number | undefined, column: number | undefined) =>
        `The file is neither JSON nor valid YAML: ${reason}${at(line, column)}. Correct it and import it again.`,
    ),
    complexKey: error(
      (line: number | undefined, column: number | undefined) =>
        `Keys must be strings, got an array or an object${at(line, column)}. Quote values such as {{ name }}. Correct it and import it again.`,
    ),
  },
)

export const notOpenapi = kind(
  'not-openapi',
  {
    meaning: 'The file has neither `openapi` nor `swagger` at its root.',
    remedy: 'Import the root file of the document.',
  },
  {
    noVersion: error(
      () => 'This is not an OpenAPI document: it has neither "openapi" nor "swagger". Import the root file.',
    ),
  },
)

export const unsupportedVersion = kind(
  'unsupported-version',
  {
    meaning: 'The document has a version of OpenAPI other than 2.0, 3.0, 3.1 or 3.2.',
    remedy: 'Convert the document to a supported version.',
  },
  {
    version: error(
      (version: string) => `OpenAPI ${version} is not supported. Convert the document to 2.0, 3.0, 3.1 or 3.2.`,
    ),
  },
)

export const invalidEncoding = kind(
  'invalid-encoding',
  {
    meaning: "Some bytes are not valid in the file's encoding. Each was replaced by U+FFFD.",
    remedy: 'Save the file as UTF-8.',
  },
  {
    replaced: warning(
      (encoding: string, line: number) =>
        `Some bytes are not valid ${encoding} (first in line ${line}); replaced by U+FFFD.`,
    ),
  },
)

export const jsonComments = kind(
  'json-comments',
  {
    meaning: 'The file is JSON with comments or trailing commas, which JSON does not allow. They were ignored.',
    remedy: 'Nothing to do; or remove them.',
  },
  {
    ignored: warning(
      (line: number) => `JSON does not allow comments and trailing commas; ignored (first in line ${line}).`,
    ),
  },
)

export const jsonAsYaml = kind(
  'json-as-yaml',
  {
    meaning: 'The file begins like JSON but is not valid JSON. It was read as YAML, which can give other values.',
    remedy: 'Correct the syntax error that the message names.',
  },
  {
    read: warning(
      (reason: string, line: number, column: number) =>
        `The file begins like JSON but is not valid JSON (${reason}, line ${line}, column ${column}); read as YAML.`,
    ),
  },
)

export const duplicateKey = kind(
  'duplicate-key',
  {
    meaning:
      'An object has the same key twice. The last one is used. If it is an operation, a schema or a part of one, an action or definition of an earlier import is not changed by it.',
    remedy: 'Remove one of them.',
  },
  {
    lastUsed: warning((key: string) => `Duplicate key ${quote(key)}; the last one is used.`),
    more: warning(
      (found: number) =>
        `The file can have more duplicate keys than the ${found} reported ones; the last ones are used.`,
    ),
  },
)

export const yamlTabs = kind(
  'yaml-tabs',
  {
    meaning: 'Lines are indented with tabs, which YAML does not allow. Each tab was read as two spaces.',
    remedy: 'Indent with spaces.',
  },
  { replaced: warning(() => 'YAML does not allow tabs as indentation; each tab is read as two spaces.') },
)

export const yamlTag = kind(
  'yaml-tag',
  {
    meaning: 'A YAML tag, such as `!Sub` or `!!timestamp`, is not supported. Its value was read without the tag.',
    remedy: 'Process the tags before the import if their results are required, as the tool that defines them does.',
  },
  {
    ignored: warning((tag: string, count: number) =>
      count === 1
        ? `YAML tag ${quote(tag)} is not supported; the value is read without it.`
        : `YAML tags are not supported; ${count} values are read without them, the first with the tag ${quote(tag)}.`,
    ),
  },
)

export const yamlIndentation = kind(
  'yaml-indentation',
  {
    meaning: 'A line of a quoted string or of a value in brackets is not indented enough. It was read as if it were.',
    remedy: 'Indent that line.',
  },
  {
    indented: warning(
      () => 'A line of a quoted string or of a value in brackets is not indented enough; read as if it were.',
    ),
  },
)

export const yamlDocuments = kind(
  'yaml-documents',
  { meaning: 'The file has several YAML documents. Only the first was read.', remedy: 'Split the file.' },
  { firstRead: warning(() => 'The file has several YAML documents; only the first is read.') },
)
