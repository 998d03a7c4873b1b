/** Reason for a difference: a diagnostic reports it, or the validator has it without the conversion, or it is in the data. */
export type Reason = { readonly code?: string; readonly isOfValidator?: true }

export const REASONS = {
  // `$dynamicRef` is read as `$ref`.
  dynamicRef: { code: 'dynamic-reference' },
  // An empty enum accepts nothing, which 2020-12 advises against: it is ignored.
  emptyEnum: { code: 'keyword-malformed' },
  // The platform would resolve a string in data that begins with "#/$defs/": the keyword is ignored.
  reserved: { code: 'keyword-malformed' },
  // The metaschema is on the web, and remote references are disabled.
  metaschema: { code: 'unresolved-reference' },
  // OpenAPI 2.0 and 3.0 do not have `id`.
  id: { code: 'unresolved-reference' },
  // A reference may lead into an unknown keyword, so `$id` counts there.
  unknownKeyword: { code: 'unresolved-reference' },
  // `$schema` is ignored: every schema has the dialect of the document.
  dialect: {},
  // `format` is an annotation.
  format: {},
  // 2020-12 and JavaScript have no difference between 1 and 1.0.
  number: {},
  validator: { isOfValidator: true },
} as const satisfies Record<string, Reason>

/** Cases of one group of the suite that a definition does not decide as the suite does. */
export type Difference = { readonly because: keyof typeof REASONS; readonly cases: readonly string[] }

type Differences = Readonly<Record<string, Readonly<Record<string, Difference>>>>

/** All differences by draft, file and group: the test fails if one of them is missing here, or is no longer there. */
export const DIFFERENCES: Readonly<Record<'draft2020-12' | 'draft4', Differences>> = {
  'draft2020-12': {
    'defs.json': {
      'validate definition against metaschema': { because: 'metaschema', cases: ['invalid definition schema'] },
    },
    'dynamicRef.json': {
      'A $dynamicRef resolves to the first $dynamicAnchor still in scope that is encountered when the schema is evaluated':
        { because: 'dynamicRef', cases: ['An array containing non-strings is invalid'] },
      "A $dynamicRef with intermediate scopes that don't include a matching $dynamicAnchor does not affect dynamic scope resolution":
        { because: 'dynamicRef', cases: ['An array containing non-strings is invalid'] },
      'A $dynamicRef that initially resolves to a schema with a matching $dynamicAnchor resolves to the first $dynamicAnchor in the dynamic scope':
        { because: 'dynamicRef', cases: ['The recursive part is not valid against the root'] },
      'multiple dynamic paths to the $dynamicRef keyword': {
        because: 'dynamicRef',
        cases: ['number list with string values', 'string list with number values'],
      },
      'after leaving a dynamic scope, it is not used by a $dynamicRef': {
        because: 'dynamicRef',
        cases: [
          'string matches /$defs/thingy, but the $dynamicRef does not stop here',
          '/then/$defs/thingy is the final stop for the $dynamicRef',
        ],
      },
      'strict-tree schema, guards against misspelled properties': {
        because: 'dynamicRef',
        cases: ['instance with misspelled field'],
      },
      'tests for implementation dynamic anchor and reference link': {
        because: 'dynamicRef',
        cases: ['incorrect extended schema'],
      },
      '$ref and $dynamicAnchor are independent of order - $defs first': {
        because: 'dynamicRef',
        cases: ['incorrect extended schema'],
      },
      '$ref and $dynamicAnchor are independent of order - $ref first': {
        because: 'dynamicRef',
        cases: ['incorrect extended schema'],
      },
      '$dynamicRef avoids the root of each schema, but scopes are still registered': {
        because: 'dynamicRef',
        cases: ['data is not sufficient for schema at second#/$defs/length'],
      },
    },
    'enum.json': {
      'empty enum': {
        because: 'emptyEnum',
        cases: [
          'string is invalid',
          'number is invalid',
          'null is invalid',
          'object is invalid',
          'array is invalid',
          'boolean is invalid',
        ],
      },
    },
    'optional/cross-draft.json': {
      'refs to historic drafts are processed as historic drafts': {
        because: 'dialect',
        cases: ['first item not a string is valid'],
      },
    },
    'optional/float-overflow.json': {
      'all integers are multiples of 0.5, if overflow is handled': {
        because: 'validator',
        cases: ['valid if optional overflow handling is implemented'],
      },
    },
    'optional/format-assertion.json': {
      'schema that uses custom metaschema with format-assertion: false': {
        because: 'format',
        cases: ['format-assertion: false: invalid string'],
      },
      'schema that uses custom metaschema with format-assertion: true': {
        because: 'format',
        cases: ['format-assertion: true: invalid string'],
      },
    },
    'optional/unknownKeyword.json': {
      '$id inside an unknown keyword is not a real identifier': {
        because: 'unknownKeyword',
        cases: ['type matches non-schema in first anyOf', 'type matches non-schema in third anyOf'],
      },
    },
    'properties.json': {
      'properties whose names are Javascript object property names': {
        because: 'validator',
        cases: ['__proto__ not valid'],
      },
    },
    'ref.json': {
      'remote ref, containing refs itself': { because: 'metaschema', cases: ['remote ref invalid'] },
      'naive replacement of $ref with its destination is not correct': {
        because: 'reserved',
        cases: [
          'do not evaluate the $ref inside the enum, matching any string',
          'do not evaluate the $ref inside the enum, definition exact match',
        ],
      },
    },
    'unevaluatedItems.json': {
      'unevaluatedItems with nested items': {
        because: 'validator',
        cases: ['with no additional items', 'with invalid additional item'],
      },
      'unevaluatedItems with $dynamicRef': { because: 'dynamicRef', cases: ['with no unevaluated items'] },
      'unevaluatedItems depends on adjacent contains': {
        because: 'validator',
        cases: ['contains passes, second item is not evaluated'],
      },
      'unevaluatedItems depends on multiple nested contains': {
        because: 'validator',
        cases: ['7 not evaluated, fails unevaluatedItems'],
      },
      'unevaluatedItems and contains interact to control item dependency relationship': {
        because: 'validator',
        cases: [
          "only b's are invalid",
          "only c's are invalid",
          "only b's and c's are invalid",
          "only a's and c's are invalid",
        ],
      },
      'unevaluatedItems with minContains = 0': { because: 'validator', cases: ['all items evaluated by contains'] },
      'unevaluatedItems can see annotations from if without then and else': {
        because: 'validator',
        cases: ['valid in case if is evaluated'],
      },
    },
    'unevaluatedProperties.json': {
      'unevaluatedProperties with if/then/else, then not defined': {
        because: 'validator',
        cases: ['when if is true and has no unevaluated properties', 'when if is false and has unevaluated properties'],
      },
      'unevaluatedProperties with $dynamicRef': { because: 'dynamicRef', cases: ['with no unevaluated properties'] },
      'unevaluatedProperties can see annotations from if without then and else': {
        because: 'validator',
        cases: ['valid in case if is evaluated'],
      },
    },
    'vocabulary.json': {
      'schema that uses custom metaschema with with no validation vocabulary': {
        because: 'dialect',
        cases: ['no validation: invalid number, but it still validates'],
      },
    },
  },
  draft4: {
    'definitions.json': {
      'validate definition against metaschema': { because: 'metaschema', cases: ['invalid definition schema'] },
    },
    'optional/float-overflow.json': {
      'all integers are multiples of 0.5, if overflow is handled': {
        because: 'validator',
        cases: ['valid if optional overflow handling is implemented'],
      },
    },
    'optional/id.json': {
      'id inside an enum is not a real identifier': { because: 'id', cases: ['no match on enum or $ref to id'] },
    },
    'optional/zeroTerminatedFloats.json': {
      'some languages do not distinguish between different types of numeric value': {
        because: 'number',
        cases: ['a float is not an integer even without fractional part'],
      },
    },
    'properties.json': {
      'properties whose names are Javascript object property names': {
        because: 'validator',
        cases: ['__proto__ not valid'],
      },
    },
    'ref.json': {
      '$ref prevents a sibling id from changing the base uri': {
        because: 'id',
        cases: ['$ref resolves to /definitions/base_foo, data does not validate'],
      },
      'remote ref, containing refs itself': { because: 'metaschema', cases: ['remote ref invalid'] },
      'Recursive references between schemas': { because: 'id', cases: ['invalid tree'] },
      'Location-independent identifier': { because: 'id', cases: ['mismatch'] },
      'Location-independent identifier with base URI change in subschema': { because: 'id', cases: ['mismatch'] },
      'id must be resolved against nearest parent, not just immediate parent': {
        because: 'id',
        cases: ['non-number is invalid'],
      },
    },
    'refRemote.json': {
      'base URI change': { because: 'id', cases: ['base URI change ref invalid'] },
      'base URI change - change folder': { because: 'id', cases: ['string is invalid'] },
      'base URI change - change folder in subschema': { because: 'id', cases: ['string is invalid'] },
      'root ref in remote ref': { because: 'id', cases: ['object is invalid'] },
      'Location-independent identifier in remote ref': { because: 'id', cases: ['string is invalid'] },
    },
  },
}
