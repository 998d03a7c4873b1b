import { quote } from '../../json/quote.ts'
import { error, info, kind, warning } from '../kind.ts'

const unresolved = (ref: string): string => `Can't resolve $ref ${quote(ref, 300)}`

export const unresolvedReference = kind(
  'unresolved-reference',
  {
    meaning:
      'A `$ref` can not be resolved: it is empty, or the file or the location does not exist, is ambiguous, is outside the folder, or is on a host that is not allowed. The object that refers to it is skipped; a schema accepts any value.',
    remedy: 'Correct the reference, put the file next to the document, or allow its host.',
  },
  {
    empty: error(() => 'A $ref must not be empty; ignored, its siblings are used.'),
    fileNotFound: error((ref: string) => `${unresolved(ref)}: file not found.`),
    /** `file`: name of the file relative to the document's folder. */
    otherFileNotFound: error((ref: string, file: string) => `${unresolved(ref)}: file ${quote(file)} not found.`),
    idNotFound: error(
      (ref: string, file: string, url: string) =>
        `${unresolved(ref)}: neither a file ${quote(file)} nor a schema with $id ${quote(url)} found.`,
    ),
    remote: error(
      (ref: string) =>
        `${unresolved(ref)}: remote references are disabled. Allow the host in ALLOWED_REF_HOSTS, or put the file next to this one.`,
    ),
    outsideFolder: error((ref: string) => `${unresolved(ref)}: the file is outside the document's folder.`),
    unreadableFile: error(
      (ref: string, file: string, reason: string) => `${unresolved(ref)}: can't use file ${quote(file)}. ${reason}`,
    ),
    noValue: error((ref: string) => `${unresolved(ref)}: the file has no value at this location.`),
    noAnchor: error((ref: string) => `${unresolved(ref)}: anchor not found.`),
    ambiguousAnchor: error(
      (ref: string, first: string, second: string) =>
        `${unresolved(ref)}: ${first} and ${second} have the same anchor.`,
    ),
    ambiguousUrl: error(
      (ref: string, first: string, second: string) => `${unresolved(ref)}: ${first} and ${second} have the same URL.`,
    ),
  },
)

export const referenceLoop = kind(
  'reference-loop',
  {
    meaning: 'A `$ref` is circular: its target needs the reference itself.',
    remedy: 'Let one of the references point to the object itself.',
  },
  {
    circular: error((ref: string) => `$ref ${quote(ref, 300)} is circular.`),
  },
)

export const textReference = kind(
  'text-reference',
  {
    meaning:
      'A `$ref` is used in place of a string such as a description. The string that it points to was used; if it does not point to a string, it was ignored.',
    remedy: 'Nothing to do; or write the string in place.',
  },
  {
    used: info(
      (count: number) =>
        `OpenAPI does not allow $ref in place of a string; the strings they point to are used: ${count} (first shown).`,
    ),
    notAString: warning(
      (field: string, ref: string) =>
        `${field} must be a string, but $ref ${quote(ref)} does not point to one; ignored.`,
    ),
  },
)

const withArticle = (object: string): string => `${/^[aeiou]/.test(object) ? 'an' : 'a'} ${object}`

export const referenceKind = kind(
  'reference-kind',
  {
    meaning:
      'A `$ref` points to an object of another kind than expected. It was read if it has the fields of the expected kind, and ignored otherwise.',
    remedy: 'Point to an object of the expected kind; a schema belongs under `schema`.',
  },
  {
    readAsExpected: warning(
      (found: string, expected: string) =>
        `$ref points to ${withArticle(found)}, expected ${withArticle(expected)}; read as ${withArticle(expected)}.`,
    ),
    ignored: error(
      (found: string, expected: string) =>
        `$ref points to ${withArticle(found)}, expected ${withArticle(expected)}; ignored.`,
    ),
  },
)

export const referenceSiblings = kind(
  'reference-siblings',
  {
    meaning:
      'Siblings of a `$ref` are ignored, except annotations and `nullable` in a schema. Since OpenAPI 3.1, all siblings of a `$ref` to a schema are used.',
    remedy: 'Wrap the `$ref` in `allOf` to use them.',
  },
  {
    ignored: info(
      (dialect: string, fields: readonly string[]) =>
        `Siblings of $ref are ignored in OpenAPI ${dialect}: ${fields.join(', ')}.`,
    ),
  },
)
