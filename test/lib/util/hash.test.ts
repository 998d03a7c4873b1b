import { expect, test } from 'vitest'
import { sha256 } from '../../../lib/util/hash.ts'

test('texts that differ in half characters alone have hashes of their own', () => {
  expect(sha256('a\ud800')).not.toBe(sha256('a\ud801'))
  expect(sha256('é')).toBe(sha256(new TextEncoder().encode('é')))
})
