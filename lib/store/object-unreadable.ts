import * as v from 'valibot'
import { parseDocumentKey } from './keys.ts'

type Cause = {
  /** Completes `Can't read KEY: …`. */
  readonly why: string
  readonly remedy: string
  /** The person who uploads the document causes it. */
  readonly byUploader?: true
}

const KEY_DENIED: Cause = {
  why: 'it is encrypted with a KMS key that the importer has no access to',
  remedy:
    'Allow the role of run-import to use the key (kms:Decrypt), or upload the file again without a key of your own.',
  byUploader: true,
}
const KEY_UNUSABLE: Cause = {
  why: 'the KMS key that it is encrypted with is disabled, deleted or can not be used',
  remedy: 'Enable the key, or upload the file again without a key of your own.',
  byUploader: true,
}
const DENIED: Cause = {
  why: 'access denied',
  remedy: "Allow the role of run-import to read the bucket's objects (s3:GetObject), also in the policy of the bucket.",
}
const DELETED: Cause = {
  why: 'the uploaded version was deleted',
  remedy: 'Import the document again.',
  byUploader: true,
}

/**
 * Errors of S3 that a repeated request does not solve, by name.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const CAUSES: Readonly<Record<string, Cause>> = {
  InvalidObjectState: {
    why: 'it is archived (storage class Glacier)',
    remedy: 'Restore the object, or upload the file again with the storage class Standard.',
    byUploader: true,
  },
  NoSuchVersion: DELETED,
  MethodNotAllowed: DELETED,
  AccessDenied: DENIED,
  AllAccessDisabled: DENIED,
  NoSuchBucket: {
    why: 'the bucket does not exist',
    remedy: 'Deploy the service again: its bucket was deleted, or BUCKET has another name.',
  },
}

const DAMAGED: Cause = { why: 'its content is damaged', remedy: 'Import again.' }
const MISSING: Cause = { why: 'it does not exist, although it was written', remedy: 'Import again.' }

/** Object that exists or should exist, and can't be read. The message is a sentence for the report. */
export class ObjectUnreadable extends Error {
  /** The person who uploaded the document is at fault, not the service. */
  readonly badInput: boolean
  constructor(key: string, { why, remedy, byUploader }: Cause, cause: unknown) {
    super(`Can't read ${key}: ${why}. ${remedy}`, { cause })
    this.name = 'ObjectUnreadable'
    this.badInput = byUploader === true && parseDocumentKey(key) !== undefined
  }
}

/** Creates the error of an object of the importer that is not gzipped JSON. */
export function damagedObject(key: string, cause: unknown): ObjectUnreadable {
  return new ObjectUnreadable(key, DAMAGED, cause)
}

/** Creates the error of an object that the importer has written and that no longer exists. */
export function missingObject(key: string): ObjectUnreadable {
  return new ObjectUnreadable(key, MISSING, undefined)
}

/** Converts an error of S3 about a key to an `ObjectUnreadable`; returns other errors unchanged. */
export function readingError(key: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const cause = causeOf(error)
  return cause === undefined ? error : new ObjectUnreadable(key, cause, error)
}

const causeOf = (error: Error): Cause | undefined => {
  const { name, message } = error
  // The response of HeadObject has no body, and so no name.
  if (name === 'Unknown') return statusOf(error) === 403 ? DENIED : undefined
  if (name === 'AccessDenied' && /\bkms:/i.test(message)) return KEY_DENIED
  return Object.hasOwn(CAUSES, name) ? CAUSES[name] : name.startsWith('KMS.') ? KEY_UNUSABLE : undefined
}

// By shape: the bundle has no error classes of the SDK.
const Metadata = v.object({ $metadata: v.object({ httpStatusCode: v.number() }) })

const statusOf = (error: Error): number | undefined => {
  const found = v.safeParse(Metadata, error)
  return found.success ? found.output.$metadata.httpStatusCode : undefined
}
