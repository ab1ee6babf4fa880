import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDeepLink } from '../../../src-main/api/deep-link.ts'

const nowhere = { topic: null, partition: null, offset: null }

test.each([
  ['local', { ...nowhere, cluster: 'local' }],
  ['brokkr://local/', { ...nowhere, cluster: 'local' }],
  ['local/orders', { ...nowhere, cluster: 'local', topic: 'orders' }],
  ['local/orders@3', { ...nowhere, cluster: 'local', topic: 'orders', partition: 3 }],
  ['BROKKR://local/orders@3:42', { cluster: 'local', topic: 'orders', partition: 3, offset: 42n }],
  ['brokkr://Production%20EU/a.b-c_d@0:0', { cluster: 'Production EU', topic: 'a.b-c_d', partition: 0, offset: 0n }],
  ['100% sure/orders', { ...nowhere, cluster: '100% sure', topic: 'orders' }],
  [' x/t@0:9223372036854775807 ', { cluster: 'x', topic: 't', partition: 0, offset: 9_223_372_036_854_775_807n }],
])('%j is understood', (text, link) => {
  expect(readDeepLink(text)).toEqual({ link })
})

test.each(['', '/', 'brokkr://', 'local/orders@', 'local/orders@x', 'local/orders@1:', 'local/orders@1:-1', 'a/b/c'])(
  '%j is explained',
  (text) => {
    expect(readDeepLink(text)).toEqual({ why: expect.stringContaining('cluster/topic@partition:offset') as string })
  },
)

test('a name that no topic can have is named', () => {
  expect(readDeepLink('local/my topic@0:1')).toEqual({ why: "'my topic' cannot be the name of a topic." })
})

test('no text makes it throw', () => {
  fc.assert(fc.property(fc.string(), (text) => void readDeepLink(`brokkr://${text}`)))
})
