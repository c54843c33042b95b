import { lookup as resolve } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

/** Networks that no request of ours may reach: this machine, the office's own, links, documentation, multicast. */
const inside = new BlockList()
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
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  // oxfmt-ignore
  inside.addSubnet(network, bits, 'ipv6')

export interface PublicAddress {
  address: string
  family: 4 | 6
}

/** Whether an address is one of the public internet. IPv4 in the clothes of IPv6 is looked at as IPv4. */
export function isPublic(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !inside.check(address, 'ipv4')
  if (family !== 6) return false
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return isPublic(mapped)
  return !/^::ffff:/i.test(address) && !inside.check(address, 'ipv6')
}

/**
 * The address that a host name stands for, looked up once and then connected to as it is: a name that changes its mind in between
 * (rebinding) gets nowhere. Undefined where any of its addresses is not public.
 */
export async function publicAddressOf(host: string): Promise<PublicAddress | undefined> {
  const name = host.replace(/^\[|\]$/g, '')
  const found = await resolve(name, { all: true }).catch(() => [])
  const [first] = found
  if (!first || !found.every(({ address }) => isPublic(address))) return undefined
  return { address: first.address, family: first.family === 6 ? 6 : 4 }
}
