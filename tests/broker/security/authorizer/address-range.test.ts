import { expect, test } from 'vitest'
import { holdsAddress, isReadableRange } from '../../../../broker/security/authorizer/address-range.ts'

// What Apache Kafka 4.4.0 says of the same.
test.each([
  ['10.1.2.3', '10.1.0.0/16', true],
  ['10.1.0.0', '10.1.0.0/16', true],
  ['10.1.255.255', '10.1.0.0/16', true],
  ['10.2.0.1', '10.1.0.0/16', false],
  ['10.1.2.3', '10.1.9.9/16', true],
  ['1.2.3.4', '0.0.0.0/0', true],
  ['10.1.2.3', '10.1.2.3/32', true],
  ['10.1.2.3', '10.1.2.4/32', false],
  ['10.1.2.3', '10.1.2.2/31', true],
  ['10.1.2.3', '010.1.0.0/16', true],
  ['2001:db8:0:0:0:0:0:1', '2001:db8::/32', true],
  ['2001:db8:0:0:0:0:0:1', '2001:DB8:0:0:0:0:0:ffff/64', true],
  ['2001:db9:0:0:0:0:0:1', '2001:db8::/32', false],
  ['2001:db8:0:0:0:0:0:1', '10.1.0.0/16', false],
  ['10.1.2.3', '2001:db8::/32', false],
  ['10.1.2.3', '::/0', false],
  ['0:0:0:0:0:0:0:1', '::1/128', true],
  ['fe80:0:0:0:0:0:0:1%eth0', 'fe80::/10', true],
  ['unknown', '0.0.0.0/0', false],
] as const)('%s within %s: %s', (address, range, isWithin) => {
  expect(isReadableRange(range)).toBe(true)
  expect(holdsAddress(range, address)).toBe(isWithin)
})

test.each([
  '10.1.2.3/33',
  '10.1/16',
  '10.1.0.0/ 16',
  ' 10.1.0.0/16',
  '10.1.0.0/016',
  '10.1.0.0/',
  '10.1.0.0/16/8',
  '/16',
  'host/16',
  '10.1.2.300/16',
  '::1/129',
  '::ffff:10.1.0.0/112',
])('%s is no range, and holds nobody', (range) => {
  expect(isReadableRange(range)).toBe(false)
  expect(holdsAddress(range, '10.1.2.3')).toBe(false)
  expect(holdsAddress(range, '0:0:0:0:0:0:0:1')).toBe(false)
})
