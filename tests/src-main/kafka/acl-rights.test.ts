import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  aclOperations,
  aclPatternTypes,
  aclPermissions,
  aclResourceTypes,
} from '../../../broker/security/authorizer/acl-terms.ts'
import { Authorizer } from '../../../broker/security/authorizer/authorizer.ts'
import type { AclBinding } from '../../../src-main/api/access.ts'
import {
  operationsOn,
  patternsOf,
  rightsOn,
  type Pattern,
  type RightsQuestion,
} from '../../../src-main/kafka/acl-rights.ts'

const allowed: AclBinding = {
  resourceType: 'topic',
  resourceName: 'orders',
  patternType: 'literal',
  principal: 'User:alice',
  host: '*',
  operation: 'read',
  permission: 'allow',
}
const orders: Pattern = { resourceType: 'topic', resourceName: 'orders', patternType: 'literal' }
const alice: RightsQuestion = { principal: 'User:alice', host: null }

function decisions(acls: readonly AclBinding[], pattern: Pattern = orders, question = alice) {
  const { rights } = rightsOn(pattern, acls, question)
  return Object.fromEntries(rights.map(({ operation, decision }) => [operation, decision]))
}

describe('what a user may do', () => {
  test('to allow reading allows seeing, and nothing else', () => {
    expect(decisions([allowed])).toMatchObject({ read: 'allowed', describe: 'allowed', write: 'unnamed' })
  })

  test('to deny reading does not deny seeing; to deny wins over to allow', () => {
    const everything: AclBinding = { ...allowed, operation: 'all' }
    const denied: AclBinding = { ...allowed, permission: 'deny', principal: 'User:*' }
    expect(decisions([everything, denied])).toMatchObject({ read: 'denied', describe: 'allowed', write: 'allowed' })
  })

  test('prefixes and wildcards concern a name, and say why', () => {
    const prefixed: AclBinding = { ...allowed, patternType: 'prefixed', resourceName: 'ord' }
    const every: AclBinding = { ...allowed, resourceName: '*', operation: 'write' }
    const { rights } = rightsOn(orders, [prefixed, every], alice)
    expect(rights.find(({ operation }) => operation === 'read')?.because).toEqual([prefixed])
    expect(rights.find(({ operation }) => operation === 'write')?.because).toEqual([every])
  })

  test('of a prefix, what is denied within it is an exception', () => {
    const prefix: Pattern = { resourceType: 'topic', resourceName: 'ord', patternType: 'prefixed' }
    const within: AclBinding = { ...allowed, permission: 'deny' }
    const wide: AclBinding = { ...allowed, patternType: 'prefixed', resourceName: 'o' }
    const [read] = rightsOn(prefix, [wide, within], alice).rights
    expect(read).toMatchObject({ decision: 'allowed', because: [wide], exceptions: [within] })
  })

  test('an ACL for one host decides for that host only', () => {
    const fromOne: AclBinding = { ...allowed, host: '10.0.0.1' }
    expect(rightsOn(orders, [fromOne], alice).rights[0]).toMatchObject({ decision: 'unnamed', exceptions: [fromOne] })
    expect(decisions([fromOne], orders, { ...alice, host: '10.0.0.1' })).toMatchObject({ read: 'allowed' })
    expect(rightsOn(orders, [fromOne], { ...alice, host: '10.0.0.2' }).rights[0]?.exceptions).toEqual([])
    expect(decisions([{ ...allowed, host: '10.0.0.0/8' }], orders, { ...alice, host: '10.1.2.3' }).read).toBe('allowed')
  })

  test('patterns are those that the user or everybody is named with', () => {
    const other: AclBinding = { ...allowed, principal: 'User:bob', resourceName: 'payments' }
    const all: AclBinding = { ...allowed, principal: 'User:*', resourceName: '*' }
    expect(patternsOf([allowed, allowed, other, all], 'User:alice').map(({ resourceName }) => resourceName)).toEqual([
      'orders',
      '*',
    ])
  })
})

const names = fc.constantFrom('a', 'ab', 'abc', 'b', '*')
const anyAcl: fc.Arbitrary<AclBinding> = fc.record({
  resourceType: fc.constantFrom('topic', 'group'),
  resourceName: names,
  patternType: fc.constantFrom('literal', 'prefixed'),
  principal: fc.constantFrom('User:alice', 'User:bob', 'User:*'),
  host: fc.constantFrom('*', '10.0.0.1', '10.0.0.0/8', '192.168.0.1'),
  operation: fc.constantFrom('all', 'read', 'write', 'describe', 'delete', 'alterConfigs', 'describeConfigs'),
  permission: fc.constantFrom('allow', 'deny'),
})

test('for every name and host, what is said is what the broker decides', () => {
  const hosts = fc.constantFrom('10.0.0.1', '10.9.9.9', '192.168.0.1')
  fc.assert(
    fc.property(
      fc.array(anyAcl, { maxLength: 8 }),
      fc.constantFrom('a', 'ab', 'abcd', 'b', 'c'),
      hosts,
      (acls, name, host) => {
        const authorizer = new Authorizer({ superUsers: new Set(), allowIfNoAcl: false })
        authorizer.update([], acls.map(asNumbers))
        for (const type of ['topic', 'group'] as const) {
          const { rights } = rightsOn({ resourceType: type, resourceName: name, patternType: 'literal' }, acls, {
            principal: 'User:alice',
            host,
          })
          for (const { operation, decision } of rights) {
            if (operation === 'all') continue
            const isAllowed = authorizer.allows({ principal: 'User:alice', host }, operation, { type, name })
            expect(decision === 'allowed', `${operation} on ${type} ${name}`).toBe(isAllowed)
          }
          expect(rights.map(({ operation }) => operation)).toEqual(operationsOn[type])
        }
      },
    ),
    { seed: 7, numRuns: 400 },
  )
})

function asNumbers({ resourceType, resourceName, patternType, principal, host, operation, permission }: AclBinding) {
  return {
    resourceType: aclResourceTypes[resourceType],
    resourceName,
    patternType: aclPatternTypes[patternType],
    principal,
    host,
    operation: aclOperations[operation],
    permissionType: aclPermissions[permission],
  }
}
