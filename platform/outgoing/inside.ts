import { BlockList, isIP } from 'node:net'

/**
 * Networks that no request of ours may reach: this machine, the office's own, links (with the clouds' metadata), documentation,
 * multicast, and the clothes in which IPv6 carries IPv4. IPv4-mapped addresses the list looks at as IPv4 by itself.
 */
export const inside = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  // oxfmt-ignore
  inside.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of [
  ['::', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  // oxfmt-ignore
  inside.addSubnet(network, bits, 'ipv6')

/** Whether an address is one of the public internet. */
export function isPublic(address: string): boolean {
  const [bare = ''] = address.split('%')
  const family = isIP(bare)
  return family !== 0 && !inside.check(bare, family === 4 ? 'ipv4' : 'ipv6')
}
