import { displayPointer, type Location } from '../json/location.ts'
import type { Diagnostic, Severity } from './diagnostic.ts'
import type { Entry } from './kind.ts'
import { MAX_DIAGNOSTICS } from './limit.ts'

/**
 * Adds a diagnostic of the catalogue for a location of the document.
 * Past MAX_DIAGNOSTICS it is only counted: message and pointer stay empty.
 */
export function report(problems: Diagnostic[], { severity, code, message }: Entry, at: Location): void {
  reportText(problems, severity, code, at, message)
}

export function reportText(
  problems: Diagnostic[],
  severity: Severity,
  code: string,
  at: Location,
  message: string,
): void {
  // What is past the limit is only counted.
  const counted = problems.length >= MAX_DIAGNOSTICS
  problems.push({
    severity,
    code,
    message: counted ? '' : sentence(message),
    pointer: counted ? '' : displayPointer(at),
  })
}

/** A name of the document may be of any length and hold half characters, a sentence about it not. */
const MAX_MESSAGE = 1_000

const sentence = (message: string): string =>
  (message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE - 1)}…` : message).toWellFormed()
