import { displayPointer, type Location } from '../json/location.ts'
import type { Diagnostic, Severity } from './diagnostic.ts'
import type { Entry } from './kind.ts'
import { MAX_DIAGNOSTICS } from './limit.ts'

/** Diagnostic of the catalogue for a location of the document, or for a JSON Pointer with its file in front. */
export function diagnostic({ severity, code, message }: Entry, at: Location | string): Diagnostic {
  const pointer = typeof at === 'string' ? at : displayPointer(at)
  return { severity, code, message: sentence(message), pointer }
}

/**
 * Adds a diagnostic of the catalogue for a location of the document.
 * Past MAX_DIAGNOSTICS it is only counted: message and pointer stay empty.
 */
export function report(problems: Diagnostic[], entry: Entry, at: Location): void {
  const counted = problems.length >= MAX_DIAGNOSTICS
  problems.push(
    counted ? { severity: entry.severity, code: entry.code, message: '', pointer: '' } : diagnostic(entry, at),
  )
}

export function reportText(
  problems: Diagnostic[],
  severity: Severity,
  code: string,
  at: Location,
  message: string,
): void {
  report(problems, { severity, code, message }, at)
}

/** A name of the document may be of any length and hold half characters, a sentence about it not. */
const MAX_MESSAGE = 1_000

const sentence = (message: string): string =>
  (message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE - 1)}…` : message).toWellFormed()
