import { sha256 } from './hash.ts'

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Returns true for an id in the form of a ULID, as the platform gives to connectors. */
export function isUlid(id: string): boolean {
  return /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(id)
}

/**
 * Derives an id in the form of a ULID from a seed: equal seeds give equal ids.
 * @see https://github.com/ulid/spec
 */
export function derivedUlid(seed: string): string {
  const bits = BigInt(`0x${sha256(seed).slice(0, 32)}`)
  return Array.from({ length: 26 }, (_, i) => CROCKFORD[Number((bits >> BigInt(5 * (25 - i))) & 31n)]).join('')
}
