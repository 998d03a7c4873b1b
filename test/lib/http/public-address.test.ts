import { expect, test } from 'vitest'
import { createAddressCheck } from '../../../lib/http/public-address.ts'

test.for([
  ['8.8.8.8', true],
  ['100.63.255.255', true],
  ['172.32.0.1', true],
  ['223.255.255.255', true],
  ['2606:4700::1111', true],
  ['[2a00:1450::1]', true],
  ['100.64.0.1', false],
  ['169.254.169.254', false],
  ['172.31.255.255', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::', false],
  ['::1', false],
  ['::127.0.0.1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:8.8.8.8', false],
  // The forms that translators between IPv4 and IPv6 know.
  ['::ffff:0:127.0.0.1', false],
  ['64:ff9b::127.0.0.1', false],
  ['64:ff9b:1::127.0.0.1', false],
  ['2001:0:7f00:1::', false],
  ['2002:7f00:1::', false],
  ['3fff::1', false],
  ['5f00::1', false],
  ['fd00:ec2::254', false],
  ['fe80::1%eth0', false],
  ['fec0::1', false],
  ['ff02::1', false],
  ['localhost', false],
  ['', false],
] as const)('%s is public: %s', ([address, want]) => {
  expect(createAddressCheck()(address)).toBe(want)
})
