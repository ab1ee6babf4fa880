import { isIPv6 } from 'node:net'

const mappedIPv4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/**
 * A peer's address as Java writes it, because hosts of ACLs and of connection limits are compared with that text: IPv4
 * as it is, also where it came in over an IPv6 socket, and IPv6 with all eight groups, without leading zeros.
 */
export function clientAddress(remoteAddress: string | undefined): string {
  if (remoteAddress === undefined) return 'unknown'
  const mapped = mappedIPv4.exec(remoteAddress)?.[1]
  if (mapped !== undefined) return mapped
  return isIPv6(remoteAddress) ? expanded(remoteAddress) : remoteAddress
}

function expanded(address: string): string {
  const [groups = '', zone] = address.split('%')
  const [head = '', tail] = groups.split('::')
  const before = groupsOf(head)
  const after = groupsOf(tail ?? '')
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0')
  const all = [...before, ...zeros, ...after].join(':')
  return zone === undefined ? all : `${all}%${zone}`
}

function groupsOf(text: string): string[] {
  if (text === '') return []
  return text.split(':').map((group) => Number.parseInt(group, 16).toString(16))
}
