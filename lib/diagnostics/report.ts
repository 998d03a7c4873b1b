import { displayPointer, type Location } from '../json/location.ts'
import type { DiagnosticEntry } from './catalogue.ts'
import type { Diagnostic } from './diagnostic.ts'

/** Diagnostics kept for one action or definition, or for the document itself. */
export const MAX_DIAGNOSTICS = 1_000

/** Returns a diagnostic of the catalogue for a location of the document, or for a JSON Pointer with its file in front. */
export function diagnostic({ severity, code, message }: DiagnosticEntry, at: Location | string): Diagnostic {
  const pointer = typeof at === 'string' ? at : displayPointer(at)
  return { severity, code, message: sentence(message), pointer }
}

/**
 * Adds a diagnostic of the catalogue for a location of the document.
 * Past MAX_DIAGNOSTICS it is only counted: message and pointer stay empty.
 */
export function report(problems: Diagnostic[], entry: DiagnosticEntry, at: Location): void {
  const counted = problems.length >= MAX_DIAGNOSTICS
  problems.push(
    counted ? { severity: entry.severity, code: entry.code, message: '', pointer: '' } : diagnostic(entry, at),
  )
}

/** Longest message. Names of a document have any length and may hold half a surrogate pair; messages don't. */
const MAX_MESSAGE = 1_000

const sentence = (message: string): string =>
  (message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE - 1)}…` : message).toWellFormed()
