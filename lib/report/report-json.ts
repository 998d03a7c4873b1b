import { jsonPieces } from '../json/json-pieces.ts'
import type { Report } from './report.ts'

/** Writes a report as indented JSON with a line break at its end, in pieces. */
export function* reportJson(report: Report): Generator<string> {
  yield* jsonPieces(report, 2)
  yield '\n'
}
