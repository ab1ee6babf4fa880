import { expect, it } from 'vitest'
import { breadcrumbOf } from '../../../src-renderer/app/breadcrumb.ts'

it.each([
  ['/', ['Welcome']],
  ['/settings', ['Settings']],
  ['/clusters/local', []],
  ['/clusters/local/', []],
  ['/clusters/local/topics', ['Topics']],
  ['/clusters/local/topics/orders/messages', ['Topics', 'orders']],
  ['/clusters/local/groups/team%20a%2Fbilling', ['Consumer groups', 'team a/billing']],
  ['/clusters/local/groups/billing/lag', ['Consumer groups', 'billing']],
  ['/clusters/local/brokers/quorum', ['Brokers']],
  ['/clusters/local/groups/100%25', ['Consumer groups', '100%']],
])('%s is shown as %j', (pathname, crumbs) => {
  expect(breadcrumbOf(pathname)).toEqual(crumbs)
})
