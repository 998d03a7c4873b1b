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
  'too-many-values': [
    'The file, its YAML aliases expanded, has more values than MAX_NODES (ten million); or its operations have, the references in them expanded.',
    'Split it, or remove aliases.',
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
  'too-many-operations': ['More operations than MAX_OPERATIONS (50,000).', 'Import it in parts.'],
  'too-many-definitions': ['More definitions than MAX_DEFINITIONS (100,000).', 'Import it in parts.'],
  'not-gzip': ['The file begins like gzip, but is damaged.', 'Compress it again.'],
  'not-json': ['The file begins like JSON; the message has line and column of the fault.', 'Correct it.'],
  'not-yaml': [
    'The file is neither JSON nor YAML, or has a key that is no text; the message has line and column.',
    'Correct it.',
  ],
  'not-openapi': ['Neither openapi nor swagger is there.', 'Name the root file of the document.'],
  'unsupported-version': ['The document follows a specification other than 2.0, 3.0, 3.1 or 3.2.', 'Convert it.'],
  'no-operations': ['There is nothing under paths; webhooks are no actions.', 'Check that it is the right file.'],
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
  'filter-unused': ['No operation fits a filter.', 'Check its spelling.'],
  'operation-repeated': [
    "A path or method is there twice, by a reference or in additionalOperations; the nearest, and a method's own field, counts.",
    'Remove one.',
  ],
  'method-unknown': ['The platform has no such method (QUERY); the operation was left out.', 'Call it another way.'],
  'name-changed': [
    'An operationId, schema or parameter is not legal as a name, too long or not unique; it has another.',
    'Nothing, or change it in the document.',
  ],
  'server-guessed': [
    "A server's URL lacks its scheme, or is relative to the place of the document, which is unknown; it was guessed.",
    'Write the whole URL, or check the path of the actions.',
  ],
  'server-differs': [
    "The document, or one operation, has a server other than the connector's base URL; the connector's is used.",
    "Set the connector's base URL, or import into another connector.",
  ],
  'path-fragment': [
    'The part behind # in a path is never sent; it was left out.',
    'Check whether the operation can work.',
  ],
  'path-literal-braces': ['Braces that are no placeholder were percent-encoded.', 'Check the path.'],
  'path-query': ['The part behind ? in a path, and what its braces name, became query parameters.', 'Nothing.'],
  'path-dots': [
    'The path has a segment . or .. (or %2e), a backslash, or // in front, which may lead out of the base URL where it is resolved.',
    'Look at the path before the action is used; correct the document.',
  ],
  'path-slash': ['The path begins without a slash; one was added.', 'Nothing.'],
  'path-parameter-added': [
    'The path needs a parameter that is not declared; a required string was added.',
    'Declare it.',
  ],
  'path-parameter-unused': [
    'A path parameter is in no segment of the path; it was left out.',
    'Correct the path or the parameter.',
  ],
  'path-parameter-required': ['A path parameter is not marked required; it is.', 'Nothing.'],
  'parameter-repeated': [
    'Two parameters, or parts of a path behind ?, share name and location, or a 2.0 operation has two bodies; the first, or exact, counts.',
    'Remove one.',
  ],
  'parameter-content': [
    'A parameter has several media types, or schema and content; the first counts, schema before content.',
    'Keep the one that is meant.',
  ],
  'parameter-location': [
    'An action has no parameters there (such as a 3.2 querystring that is no form with properties); it was left out.',
    'Call it another way.',
  ],
  'querystring-split': ['The properties of a 3.2 querystring became a query parameter each.', 'Nothing.'],
  'querystring-reduced': [
    "What a 3.2 querystring's schema says of the query as a whole has no place in its parameters; it was left out.",
    'Mind it when you call the action.',
  ],
  'parameter-ignored': [
    'A header parameter Accept, Content-Type or Authorization, which is set elsewhere; it was left out.',
    'Nothing.',
  ],
  'text-shortened': [
    'A text is longer than an action or a definition can carry; it ends in an ellipsis.',
    'Nothing, or shorten it.',
  ],
  'parameter-name-illegal': ['HTTP allows no header or cookie of that name; it was kept.', 'Correct the name.'],
  'allow-reserved': [
    'allowReserved: reserved characters are to be sent as they are, which an action can not say.',
    'Check how the platform sends them.',
  ],
  'default-unfit': [
    "A default does not fit the parameter's type; it was left out.",
    'Correct the default or the type.',
  ],
  'default-template': [
    'A default contains {{, which the platform would evaluate; it was left out.',
    'Set it on the platform by hand if it is meant.',
  ],
  'body-unusual': ['GET, HEAD or DELETE has a body; it was kept.', 'Check that the API takes it.'],
  'body-without-media-type': ['A body names no media type, so it has no definition.', 'Name one.'],
  'body-and-form': ['A 2.0 operation has a body and form fields; the fields were left out.', 'Keep one of the two.'],
  'collection-format': [
    "How a form's list is written (collectionFormat) has no place in a definition.",
    'Write the list that way when you call the action.',
  ],
  'encoding-left-out': [
    'How parts of a form are written (encoding) has no place in a definition.',
    'Write them that way when you call the action.',
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
  'response-range': ['A range such as 4XX became the usual statuses of that range.', 'Nothing.'],
  'response-added': ['An operation without responses got a default one.', 'Nothing.'],
  'schema-too-deep': [
    "A parameter's schema leads through more than 100 others in each other; what is further inside was left out.",
    'Write out the type where it is used.',
  ],
  'schema-malformed': ['This is no schema; any value is allowed.', 'Correct it.'],
  'type-unknown': ["type is none of JSON Schema's; any type is allowed.", 'Correct it.'],
  'keyword-malformed': ["A keyword's value is not allowed there; the keyword was left out.", 'Correct it.'],
  'keyword-coerced': ['A number was written as text, or the like; it was read as what is meant.', 'Nothing.'],
  'keyword-version': [
    'This is of another version of OpenAPI; it was read as that version means it.',
    "Write it as the document's version does.",
  ],
  'unknown-keyword': ['This is no keyword of a schema; it was left out.', 'Nothing, unless it is misspelt.'],
  'required-boolean': [
    'required: true inside a property; it was left out, since required lists names.',
    'Move it to the schema around.',
  ],
  'number-imprecise': ['A number beyond 2^53 may have been rounded.', 'Nothing.'],
  'nullable-enum': ['nullable beside an enum without null: null was allowed, as is meant.', 'Nothing.'],
  'nullable-composition': ['nullable beside $ref, allOf and the like: null was allowed, as is meant.', 'Nothing.'],
  'reference-siblings': [
    'What stands beside a $ref is ignored; since 3.1, that of a schema counts.',
    'Wrap the reference in allOf if it should count.',
  ],
  'dynamic-reference': [
    '$dynamicRef was taken as $ref; beside a $ref it was left out.',
    'Nothing, unless the schemas extend one another with it.',
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
  'platform-finding': [
    'The platform stored the action and found this fault in it.',
    'Correct the document, or the action on the platform.',
  ],
  'definition-refused': [
    'The platform refused a definition; the action was created without it.',
    "See the definition's reason.",
  ],
  conflict: [
    'The action or definition differs on the platform in a way that no import made; it was left as it is.',
    'Compare with its diff; --force overwrites.',
  ],
  'ledger-damaged': [
    'The record of earlier imports was damaged; contents were compared instead.',
    'Nothing; it was written anew.',
  ],
  'version-redirected': [
    "The version can't be written to; the import went into a draft made from it.",
    'Use that draft.',
  ],
  'version-unchangeable': ['The platform lacks update or delete; the same went into a new draft.', 'Use that draft.'],
  'not-published': [
    'Publishing was asked for and did not happen.',
    'Correct the failures and conflicts, or publish by hand.',
  ],
  'publish-message': ['What the platform said when it published the version.', 'Read it.'],
}
