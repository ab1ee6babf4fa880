import { expect, test } from 'vitest'
import { clientAddress } from '../../../broker/server/client-address.ts'

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['::1', '0:0:0:0:0:0:0:1'],
  ['::', '0:0:0:0:0:0:0:0'],
  ['2001:db8::00ff', '2001:db8:0:0:0:0:0:ff'],
  ['fe80::1%eth0', 'fe80:0:0:0:0:0:0:1%eth0'],
  ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
  [undefined, 'unknown'],
])('%s is written as Java writes it: %s', (given, written) => {
  expect(clientAddress(given)).toBe(written)
})
