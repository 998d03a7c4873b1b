/** Whether a value has a number in it that may have been rounded as it was read: JSON numbers are exact up to 2^53. */
export const holdsImprecise = (value: unknown): boolean => {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value)
  if (typeof value !== 'object' || value === null) return false
  return (Array.isArray(value) ? value : Object.values(value)).some(holdsImprecise)
}
