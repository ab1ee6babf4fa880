import { BlockList, isIPv4, isIPv6 } from 'node:net'

/*
 * Since Kafka 4.4 (metadata.version 32) the host of an ACL may be a range of addresses in CIDR notation: `10.1.0.0/16`,
 * `2001:db8::/32`. Bits behind the prefix do not count.
 */

interface AddressRange {
  readonly family: 'ipv4' | 'ipv6'
  readonly addresses: BlockList
}

/** Ranges that were asked for; the hosts of ACLs are few, and looked at with each request. */
const known = new Map<string, AddressRange | null>()
const maxKnown = 10_000

/** Whether a host of ACLs is meant as a range, well written or not. */
export function isAddressRange(host: string): boolean {
  return host.includes('/')
}

/** Whether `range` can be read. */
export function isReadableRange(range: string): boolean {
  return parsed(range) !== null
}

/** Whether `range` holds `address`, as Java writes it. What cannot be read holds none. */
export function holdsAddress(range: string, address: string): boolean {
  const found = parsed(range)
  if (found === null) return false
  const [withoutZone = ''] = address.split('%')
  const family = isIPv4(withoutZone) ? 'ipv4' : isIPv6(withoutZone) ? 'ipv6' : null
  // BlockList would find an IPv4 address within IPv6 ones.
  return family === found.family && found.addresses.check(withoutZone, family)
}

function parsed(range: string): AddressRange | null {
  let found = known.get(range)
  if (found !== undefined) return found
  found = parse(range)
  if (known.size >= maxKnown) known.clear()
  known.set(range, found)
  return found
}

function parse(range: string): AddressRange | null {
  const [, address = '', prefixText = ''] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(range) ?? []
  const prefix = Number(prefixText)
  if (address === '') return null
  if (address.includes(':')) {
    // An IPv4 address within an IPv6 one is none that Kafka reads here.
    const isReadable = isIPv6(address) && !/[.%]/.test(address) && prefix <= 128
    return isReadable ? subnet(address, prefix, 'ipv6') : null
  }
  // Leading zeros are read as decimal numbers.
  const ipv4 = address.replaceAll(/(?<!\d)0+(?=\d)/g, '')
  return isIPv4(ipv4) && prefix <= 32 ? subnet(ipv4, prefix, 'ipv4') : null
}

function subnet(address: string, prefix: number, family: AddressRange['family']): AddressRange {
  const addresses = new BlockList()
  addresses.addSubnet(address, prefix, family)
  return { family, addresses }
}
