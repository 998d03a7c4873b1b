import { BlockList, isIP } from 'node:net'

/** Special-purpose ranges (IANA registries, RFC 6890): never a public server's. */
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
  ['::', 96, 'ipv6'],
  ['64:ff9b::', 32, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 9, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
]

const blocked = (): BlockList => {
  const list = new BlockList()
  for (const [address, prefix, family] of RANGES) list.addSubnet(address, prefix, family)
  return list
}

/** Tells whether an IP address is a public one; IPv4 addresses inside IPv6 ones are seen through. */
export const createAddressCheck = (): ((address: string) => boolean) => {
  const list = blocked()
  return address => {
    const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
    const family = isIP(bare)
    return family !== 0 && !list.check(bare, family === 6 ? 'ipv6' : 'ipv4')
  }
}
