import { canonical } from '../../json/canonical.ts'
import { oneLine } from '../text.ts'
import { codeSpan } from './serialization.ts'

/** Maximum number of allowed values that are listed; others are counted. */
export const MAX_VALUES = 30

/** Returns values in code spans: `a`, `b` and 3 more. */
export function allowedText(values: readonly unknown[], asJson: boolean): string {
  const shown = values.slice(0, MAX_VALUES).map(value => codeOf(value, asJson))
  const more = values.length > MAX_VALUES ? ` and ${values.length - MAX_VALUES} more` : ''
  return `${shown.join(', ')}${more}`
}

/** Returns a value in a code span; a string as JSON if a code span can't show it unchanged, such as an empty string. */
export function codeOf(value: unknown, asJson = false): string {
  return codeSpan(valueText(value, asJson))
}

const valueText = (value: unknown, asJson: boolean): string => {
  if (typeof value !== 'string' || asJson) return oneLine(canonical(value))
  const text = oneLine(value)
  return text === '' || text !== value ? oneLine(canonical(value)) : text
}
