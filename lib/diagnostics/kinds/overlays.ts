import { quote } from '../../json/quote.ts'
import { error, info, kind, warning } from '../kind.ts'

export const overlayMissing = kind(
  'overlay-missing',
  {
    meaning: 'A file that `overlays` of import.json names does not exist or can not be read. Nothing was imported.',
    remedy: 'Put the file next to the document, or correct `overlays` in import.json.',
  },
  {
    notFound: error(
      (file: string) =>
        `Overlay ${quote(file)} not found. Put it next to the document, or correct "overlays" in import.json.`,
    ),
    unreadable: error((file: string, reason: string) => `Can't read the overlay ${quote(file)}: ${reason}`),
  },
)

export const overlayInvalid = kind(
  'overlay-invalid',
  {
    meaning: 'An overlay does not follow the OpenAPI Overlay Specification 1.0, 1.1 or 1.2. Nothing was imported.',
    remedy: 'Correct the overlay at the location in the message.',
  },
  {
    syntax: error((file: string, reason: string) => `Can't parse the overlay ${quote(file)}: ${reason}`),
    type: error((at: string, name: string, expected: string, got: string) => {
      return `Invalid overlay, ${at}: ${name} must be ${expected}, got ${got}.`
    }),
    required: error((at: string, field: string) => `Invalid overlay, ${at}: ${field} is required.`),
    unknown: error((at: string, field: string) => {
      return `Invalid overlay, ${at}: unknown field ${quote(field)}; extensions begin with "x-".`
    }),
    newer: error((at: string, field: string, version: string) => {
      return `Invalid overlay, ${at}: ${field} requires Overlay ${version}. Set "overlay" to ${version}.0.`
    }),
    version: error((at: string, version: string) => {
      return `Invalid overlay, ${at}: version ${quote(version)} is not supported; expected 1.0.x, 1.1.x or 1.2.x.`
    }),
    fragment: error((at: string, field: string) => {
      return `Invalid overlay, ${at}: ${field} identifies a whole document; remove its fragment.`
    }),
    reference: error((at: string, ref: string) => {
      return `Invalid overlay, ${at}: ${quote(ref)} is not a reusable action; expected "#/components/actions/NAME".`
    }),
    reusableTarget: error((at: string) => {
      return `Invalid overlay, ${at}: a reusable action has no target; set it in each action that refers to it.`
    }),
    noActions: error((at: string) => `Invalid overlay, ${at}: actions must have at least one action.`),
    duplicate: error((at: string, first: number) => {
      return `Invalid overlay, ${at}: the action is the same as actions/${first}; actions must be unique.`
    }),
    path: error((at: string, path: string, reason: string) => {
      return `Invalid overlay, ${at}: ${quote(path)} is not a JSONPath of RFC 9535: ${reason}.`
    }),
  },
)

export const overlayConflict = kind(
  'overlay-conflict',
  {
    meaning: 'An action of an overlay can not be applied to this document. Nothing was imported.',
    remedy: 'Change the target or the value of the action, so that both have the same type.',
  },
  {
    incompatible: error((at: string, place: string, target: string, value: string) => {
      return `Can't apply the overlay, ${at}: the document has ${target} at ${place}, the overlay ${value}.`
    }),
    mixed: error((at: string) => {
      return `Can't apply the overlay, ${at}: the target selects values of different types; they must be all objects, all arrays or all primitive values.`
    }),
    copied: error((at: string, count: number) => {
      return `Can't apply the overlay, ${at}: copy must select one value, got ${count}.`
    }),
    root: error((at: string) => `Can't apply the overlay, ${at}: the root of the document can't be removed.`),
  },
)

export const overlayLimit = kind(
  'overlay-limit',
  {
    meaning: 'The overlays exceed a limit that keeps hostile files harmless. Nothing was imported.',
    remedy: 'Make the targets more specific, or split the overlay.',
  },
  {
    actions: error((at: string, limit: number) => `Invalid overlay, ${at}: more than ${limit} actions.`),
    overlays: error((count: number, limit: number) => `The document has ${count} overlays; the limit is ${limit}.`),
    selected: error((at: string, limit: number) => {
      return `Can't apply the overlay, ${at}: the target selects more than ${limit} values.`
    }),
    work: error((at: string) => {
      return `Can't apply the overlay, ${at}: the JSONPath takes too many steps on this document. Make it more specific.`
    }),
    size: error((at: string, nodes: number, depth: number) => {
      return `Can't apply the overlay, ${at}: the document would have more than ${nodes} values or ${depth} levels.`
    }),
  },
)

export const overlayNoMatch = kind(
  'overlay-no-match',
  {
    meaning: 'The target of an action of an overlay selects nothing in the document. The action has no effect.',
    remedy: 'Correct the target, or remove the action: the vendor may have corrected the document.',
  },
  { nothing: warning((target: string) => `The target ${target} selects nothing; the action has no effect.`) },
)

export const overlayIgnored = kind(
  'overlay-ignored',
  {
    meaning: 'A part of an overlay, or a whole overlay, was not applied.',
    remedy: 'Correct the overlay if the part is required.',
  },
  {
    both: warning(() => 'The action has both update and copy, so neither has an effect; remove one of them.'),
    null: warning((place: string, target: string) => {
      return `null can't be merged with ${target} at ${place}; the document's value is kept.`
    }),
    extends: info((file: string) => `The overlay extends ${quote(file)}, another file of the folder; not applied.`),
  },
)

export const overlayExtends = kind(
  'overlay-extends',
  {
    meaning:
      'The field `extends` of an overlay names another document, which is not in the folder. It was applied anyway.',
    remedy: 'Correct `extends`, or remove it.',
  },
  {
    other: warning((file: string) => `The overlay extends ${quote(file)}, which is not this document; applied anyway.`),
  },
)

export const overlayPrimitive = kind(
  'overlay-primitive',
  {
    meaning: 'An action of an Overlay 1.0 selects primitive values, which only 1.1 allows. It was applied as in 1.1.',
    remedy: 'Set `overlay` to 1.1.0.',
  },
  { applied: info(() => 'The target selects primitive values, which Overlay 1.0 does not allow; applied as in 1.1.') },
)
