import { describe, expect, test } from 'vitest'
import { QuotaLimits } from '../../../../broker/security/quotas/quota-limits.ts'

type Name = string | null

/** The limit of each entity: user and client id, where a null is the default and an undefined is not there. */
function limits(...entities: readonly [user: Name | undefined, clientId: Name | undefined, value: number][]) {
  const all = new QuotaLimits()
  for (const [user, clientId, value] of entities) {
    const entity = [
      ...(user === undefined ? [] : [{ entityType: 'user', entityName: user }]),
      ...(clientId === undefined ? [] : [{ entityType: 'client-id', entityName: clientId }]),
    ]
    all.add({ entity, key: 'producer_byte_rate', value })
  }
  return all
}

describe('of several quotas', () => {
  const ladder = [
    ['ann', 'web', 1],
    ['ann', null, 2],
    ['ann', undefined, 3],
    [null, 'web', 4],
    [null, null, 5],
    [null, undefined, 6],
    [undefined, 'web', 7],
    [undefined, null, 8],
  ] as const

  test.each(ladder.map((_, index) => index))('the most special one counts: rung %d', (index) => {
    const rest = limits(...ladder.slice(index).map(([user, clientId, value]) => [user, clientId, value] as never))
    expect(rest.find('ann', 'web').limit).toBe(ladder[index]?.[2])
  })

  test('clients that share a quota are measured together', () => {
    const byUser = limits(['ann', undefined, 10], [undefined, 'web', 20])
    expect(byUser.find('ann', 'web')).toEqual({ user: 'ann', clientId: '', limit: 10 })
    expect(byUser.find('ann', 'batch')).toEqual({ user: 'ann', clientId: '', limit: 10 })
    expect(byUser.find('bob', 'web')).toEqual({ user: '', clientId: 'web', limit: 20 })
    expect(byUser.find('bob', 'batch')).toEqual({ user: '', clientId: 'batch', limit: null })
  })

  test('of one level only that level is looked at', () => {
    expect(limits([undefined, null, 5]).find('ann', 'web')).toEqual({ user: '', clientId: 'web', limit: 5 })
    expect(limits([null, undefined, 5]).find('ann', 'web')).toEqual({ user: 'ann', clientId: '', limit: 5 })
    expect(limits(['ann', 'web', 5]).find('ann', 'other')).toEqual({ user: 'ann', clientId: 'other', limit: null })
  })

  test('no name is mistaken for the default or for nobody', () => {
    const odd = limits(['default', undefined, 1], ['none', 'x y', 2], [null, undefined, 3])
    expect(odd.find('default', 'c').limit).toBe(1)
    expect(odd.find('none', 'x y').limit).toBe(2)
    expect(odd.find('none x', 'y').limit).toBe(3)
  })
})
