/** What happened, and what to do about it. */
export type Explanation = readonly [meaning: string, remedy: string]

/** What each diagnostic code means, in the words of docs/diagnostics.md. */
export const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  'no-file': ['The document is not there (any more).', 'Upload it again.'],
  'file-unreadable': [
    'A file that the document refers to could not be read; its references lead nowhere.',
    'Read the message for the cause, correct the file.',
  ],
  empty: ['The file has no content.', 'Upload an OpenAPI document.'],
  'too-large': [
    'The file, what its gzip unpacks to, or what its definitions take, is past the limit.',
    'Raise MAX_DOCUMENT_BYTES, or split the document.',
  ],
  'too-deep': [
    'Values are nested deeper than MAX_DEPTH (250 levels), or an alias contains itself.',
    'Flatten the document.',
  ],
  'too-many-aliases': ['The file has more YAML aliases than MAX_ALIASES (100,000).', 'Write out what they stand for.'],
  'too-many-merged-keys': [
    'Merge keys of YAML bring in more keys than MAX_MERGED_KEYS (a million), or one lists more than 100 mappings.',
    'Write out what they bring, or use references.',
  ],
  'too-many-files': [
    'The document refers to more files than MAX_FILES (5,000), or to more than 200 MiB.',
    'Bundle or split it.',
  ],
  'not-gzip': ['The file begins like gzip, but is damaged.', 'Compress it again.'],
  'not-json': ['The file begins like JSON; the message has line and column of the fault.', 'Correct it.'],
  'not-yaml': [
    'The file is neither JSON nor YAML, or has a key that is no text; the message has line and column.',
    'Correct it.',
  ],
  'not-openapi': ['Neither openapi nor swagger is there.', 'Name the root file of the document.'],
  'unsupported-version': ['The document follows a specification other than 2.0, 3.0, 3.1 or 3.2.', 'Convert it.'],
  'invalid-encoding': [
    "Bytes are no characters of the file's encoding; each became U+FFFD.",
    'Save the file as UTF-8.',
  ],
  'json-comments': [
    'The file is JSON with comments, or with commas before a closing bracket, which JSON does not have; they were left out.',
    'Nothing, or remove them.',
  ],
  'json-as-yaml': [
    'The file begins like JSON but is not valid as such; it was read as YAML, which may mean something else.',
    'Correct the place that the message names.',
  ],
  'duplicate-key': ['A key stands twice in one mapping; the last one counts.', 'Remove one.'],
  'yaml-tabs': ['Lines are indented with tabs; each was read as two spaces.', 'Indent with spaces.'],
  'yaml-indentation': [
    'A quoted text or bracket goes on too far to the left; it was read as if indented.',
    'Indent that line.',
  ],
  'yaml-documents': ['The file holds several YAML documents; only the first was read.', 'Split the file.'],
  'unresolved-reference': [
    'A $ref leads nowhere, to several schemas, out of the folder, or to a host not asked. What refers to it goes without; schemas allow any value.',
    'Correct the reference, put the file beside the document, or allow its host.',
  ],
  'text-reference': [
    'A reference stands where OpenAPI wants a text, as a description: the text that it leads to was taken. Where it leads to none, it was left out.',
    'Nothing; or write the text there.',
  ],
  'reference-loop': [
    'References lead to one another and to nothing else, or through more than MAX_REFERENCE_HOPS (50).',
    'Let one of them name what it stands for.',
  ],
  'reference-kind': [
    'A reference leads to an object of another kind. That was read if it has what is wanted in its place, and else left out.',
    'Refer to one of the right kind; a schema belongs under schema.',
  ],
  'further-problems': [
    'An action or definition has more than 1,000 problems, or the document more than 200,000; the rest is counted, not listed.',
    'Correct those that are listed, and import again.',
  ],
  malformed: [
    'Something has another kind than the specification wants there (a list instead of a mapping, a parameter without a name). It was left out.',
    'Correct the place.',
  ],
  'unknown-field': [
    'A part has a field that its version of OpenAPI does not know, misspelt or of another version. It was left out.',
    "Correct the field's name or place.",
  ],
  'operation-repeated': [
    "A path or method is there twice, by a reference or in additionalOperations; the nearest, and a method's own field, counts.",
    'Remove one.',
  ],
  'parameter-content': [
    'A parameter has several media types, or schema and content; the first counts, schema before content.',
    'Keep the one that is meant.',
  ],
  'body-and-form': ['A 2.0 operation has a body and form fields; the fields were left out.', 'Keep one of the two.'],
  'collection-format': [
    "How a form's list is written (collectionFormat) has no place in a definition.",
    'Write the list that way when you call the action.',
  ],
  'media-type-assumed': [
    'A 2.0 document names no media type, or none that form fields are sent as; one was assumed.',
    'Add consumes or produces if that is wrong.',
  ],
  'media-type-no-form': [
    'A 2.0 operation with form fields consumes other media types too; those were left out.',
    'Nothing, or describe them as an operation with a body.',
  ],
  'media-type-invalid': [
    'A key of content, or an item of consumes or produces, is no media type; it was left out.',
    'Correct it.',
  ],
  'media-type-repeated': ['A media type is there twice; the exact spelling counts, else the first.', 'Remove one.'],
  'item-schema': [
    "3.2's itemSchema describes one item of a stream; it stands for the whole, or was left out beside a schema of the whole.",
    'Nothing.',
  ],
  'status-invalid': ['A key of responses is no status; the response was left out.', 'Correct it.'],
  'status-repeated': [
    'A status is there twice; the nearest counts, of these the exact spelling, else the first.',
    'Remove one.',
  ],
  'reference-siblings': [
    'What stands beside a $ref is ignored; since 3.1, that of a schema counts.',
    'Wrap the reference in allOf if it should count.',
  ],
  'callbacks-not-imported': ['Callbacks are calls to you, which no action can make.', 'Nothing.'],
  'webhooks-not-imported': ['Webhooks are calls to you, which no action can make.', 'Nothing.'],
  'links-not-imported': ['Links from responses to further operations have no place in an action.', 'Nothing.'],
  'response-headers-not-imported': ['Headers of responses have no place in an action.', 'Nothing.'],
  'schema-docs-not-imported': ['External docs of schemas have no place in a definition.', 'Nothing.'],
  'x-ms-paths-not-imported': [
    'x-ms-paths, an extension of OpenAPI, holds operations that were left out.',
    'Move them to paths if they are wanted; a path may have a ?.',
  ],
  'security-not-imported': [
    'Security schemes and requirements were left out; the connection of the connector signs in.',
    'Set up the connection on the platform.',
  ],
}
