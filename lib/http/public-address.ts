import { BlockList, isIP } from 'node:net'

/**
 * Special-purpose address ranges, which public servers never have.
 * @see https://www.rfc-editor.org/rfc/rfc6890#section-2.2
 */
const RANGES: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  // Public addresses are in 2000::/3; the other ranges include embedded IPv4 addresses.
  ['::', 3, 'ipv6'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['3fff::', 20, 'ipv6'],
  ['4000::', 2, 'ipv6'],
  ['8000::', 1, 'ipv6'],
]

const createBlockList = (family: 'ipv4' | 'ipv6'): BlockList => {
  const blocked = new BlockList()
  for (const [address, prefix, of] of RANGES) if (of === family) blocked.addSubnet(address, prefix, of)
  return blocked
}

/** Creates the test if an IP address is public. IPv4 addresses embedded in IPv6 addresses are not. */
export function createAddressCheck(): (address: string) => boolean {
  // Two lists, because a BlockList with both families matches IPv4 addresses with ::/3.
  const [ipv4, ipv6] = [createBlockList('ipv4'), createBlockList('ipv6')]
  return address => {
    const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
    const family = isIP(bare)
    if (family === 0) return false
    return family === 6 ? !ipv6.check(bare, 'ipv6') : !ipv4.check(bare, 'ipv4')
  }
}
