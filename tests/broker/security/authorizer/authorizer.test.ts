import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  aclOperations,
  aclPatternTypes,
  aclPermissions,
  aclResourceTypes,
  type AclOperation,
} from '../../../../broker/security/authorizer/acl-terms.ts'
import type { Acl } from '../../../../broker/security/authorizer/acl.ts'
import {
  Authorizer,
  type AuthorizerOptions,
  type Requester,
} from '../../../../broker/security/authorizer/authorizer.ts'

const nobody: AuthorizerOptions = { superUsers: new Set(), allowIfNoAcl: false }
const alice: Requester = { principal: 'User:alice', host: '10.0.0.1' }

/** An ACL that lets alice read the topic `orders` from anywhere, unless said otherwise. */
function acl(details: Partial<Acl> = {}): Acl {
  return {
    resourceType: aclResourceTypes.topic,
    resourceName: 'orders',
    patternType: aclPatternTypes.literal,
    principal: 'User:alice',
    host: '*',
    operation: aclOperations.read,
    permissionType: aclPermissions.allow,
    ...details,
  }
}

const deny = { permissionType: aclPermissions.deny }
const prefixed = { patternType: aclPatternTypes.prefixed }

function withAcls(acls: readonly Acl[], options: AuthorizerOptions = nobody): Authorizer {
  const authorizer = new Authorizer(options)
  authorizer.update([], acls)
  return authorizer
}

function may(acls: readonly Acl[], operation: AclOperation, name = 'orders', who = alice): boolean {
  return withAcls(acls).allows(who, operation, { type: 'topic', name })
}

describe('an ACL', () => {
  test('counts for its own resource, operation, principal and host', () => {
    expect(may([], 'read')).toBe(false)
    expect(may([acl()], 'read')).toBe(true)
    expect(may([acl()], 'write')).toBe(false)
    expect(may([acl()], 'read', 'orders-2')).toBe(false)
    expect(may([acl()], 'read', 'orders', { ...alice, principal: 'User:bob' })).toBe(false)
    expect(may([acl({ host: '10.0.0.1' })], 'read')).toBe(true)
    expect(may([acl({ host: '10.0.0.2' })], 'read')).toBe(false)
    expect(may([acl({ resourceType: aclResourceTypes.group })], 'read')).toBe(false)
  })

  test('for a range of addresses counts for those within it', () => {
    const everywhere = acl()
    expect(may([acl({ host: '10.0.0.0/24' })], 'read')).toBe(true)
    expect(may([acl({ host: '10.0.1.0/24' })], 'read')).toBe(false)
    expect(may([everywhere, acl({ ...deny, host: '10.0.0.0/24' })], 'read')).toBe(false)
    expect(may([everywhere, acl({ ...deny, host: '10.0.1.0/24' })], 'read')).toBe(true)
  })

  test('for everybody counts for all users, and not for principals of other types', () => {
    expect(may([acl({ principal: 'User:*' })], 'read')).toBe(true)
    expect(may([acl({ principal: 'Group:*' })], 'read')).toBe(false)
  })

  test('for a prefix counts for all that begins so', () => {
    const acls = [acl({ ...prefixed, resourceName: 'ord' })]
    expect(['ord', 'orders', 'or', 'Orders'].map((name) => may(acls, 'read', name))).toEqual([true, true, false, false])
  })

  test('for * counts for every name; as a prefix it is a name like any other', () => {
    expect(may([acl({ resourceName: '*' })], 'read')).toBe(true)
    expect(may([acl({ ...prefixed, resourceName: '*' })], 'read')).toBe(false)
    expect(may([acl({ ...prefixed, resourceName: '*' })], 'read', '*orders')).toBe(true)
  })

  test('that denies wins, however general it is', () => {
    const allowed = acl()
    expect(may([allowed, acl(deny)], 'read')).toBe(false)
    expect(may([allowed, acl({ ...deny, resourceName: '*' })], 'read')).toBe(false)
    expect(may([allowed, acl({ ...deny, ...prefixed, resourceName: 'o' })], 'read')).toBe(false)
    expect(may([allowed, acl({ ...deny, principal: 'User:*' })], 'read')).toBe(false)
    expect(may([allowed, acl({ ...deny, operation: aclOperations.all })], 'read')).toBe(false)
    expect(may([allowed, acl({ ...deny, host: '10.9.9.9' })], 'read')).toBe(true)
  })

  test.each(['read', 'write', 'delete', 'alter'] as const)('that allows to %s allows to see', (operation) => {
    const acls = [acl({ operation: aclOperations[operation] })]
    expect(may(acls, 'describe')).toBe(true)
    expect(may(acls, 'describeConfigs')).toBe(false)
  })

  test('that denies to read does not deny to see', () => {
    expect(may([acl(deny), acl({ operation: aclOperations.write })], 'describe')).toBe(true)
  })

  test('that allows to alter configs allows to see them, and nothing else', () => {
    const acls = [acl({ operation: aclOperations.alterConfigs })]
    expect(may(acls, 'describeConfigs')).toBe(true)
    expect(may(acls, 'describe')).toBe(false)
  })

  test('makes its resource one that somebody cares about: the default is over for it', () => {
    const open = withAcls([acl()], { ...nobody, allowIfNoAcl: true })
    const bob = { ...alice, principal: 'User:bob' }
    expect(open.allows(bob, 'read', { type: 'topic', name: 'payments' })).toBe(true)
    expect(open.allows(bob, 'read', { type: 'topic', name: 'orders' })).toBe(false)
    expect(open.allows(alice, 'write', { type: 'topic', name: 'orders' })).toBe(false)
  })

  test('does not concern super users', () => {
    const authorizer = withAcls([acl(deny)], { superUsers: new Set(['User:alice']), allowIfNoAcl: false })
    expect(authorizer.allows(alice, 'read', { type: 'topic', name: 'orders' })).toBe(true)
    expect(authorizer.allowsSome(alice, 'write', 'topic')).toBe(true)
  })

  test('that is removed counts no more, and what others say stays', () => {
    const authorizer = withAcls([acl(), acl({ host: '10.0.0.1' }), acl(prefixed)])
    const allowed = () => authorizer.allows(alice, 'read', { type: 'topic', name: 'orders' })
    authorizer.update([acl({ host: '10.0.0.1' }), acl(prefixed)], [])
    expect(allowed()).toBe(true)
    authorizer.update([acl()], [])
    expect(allowed()).toBe(false)
  })
})

/* The rules once more, without any index: every ACL is looked at, one after the other. */

const impliedBy: Readonly<Record<string, readonly AclOperation[]>> = {
  describe: ['read', 'write', 'delete', 'alter'],
  describeConfigs: ['alterConfigs'],
}

function naivelyAllows(acls: readonly Acl[], query: Query, options: AuthorizerOptions): boolean {
  const { who, operation, name } = query
  if (options.superUsers.has(who.principal)) return true
  const named = acls.filter(
    ({ patternType, resourceName }) =>
      resourceName === name ||
      (patternType === aclPatternTypes.literal && resourceName === '*') ||
      (patternType === aclPatternTypes.prefixed && name.startsWith(resourceName)),
  )
  if (named.length === 0) return options.allowIfNoAcl
  const relevant = named.filter((each) => isAbout(each, who))
  const implying = [operation, ...(impliedBy[operation] ?? [])].map((each) => aclOperations[each])
  const isDenied = relevant.some(
    (each) =>
      each.permissionType === aclPermissions.deny &&
      [aclOperations.all, aclOperations[operation]].some((code) => code === each.operation),
  )
  const isAllowed = relevant.some(
    (each) =>
      each.permissionType === aclPermissions.allow &&
      [aclOperations.all, ...implying].some((code) => code === each.operation),
  )
  return isAllowed && !isDenied
}

function isAbout({ principal, host }: Acl, who: Requester): boolean {
  return (principal === who.principal || principal === 'User:*') && (host === who.host || host === '*')
}

/** Whether some name of those that could matter can be used: each name of an ACL, and one that goes on behind it. */
function naivelyAllowsSome(acls: readonly Acl[], { who, operation }: Query): boolean {
  const exact = acls.filter(
    (each) =>
      isAbout(each, who) && (each.operation === aclOperations.all || each.operation === aclOperations[operation]),
  )
  const names = exact.flatMap(({ resourceName, patternType }) =>
    patternType === aclPatternTypes.literal ? [resourceName, `${resourceName}~`] : [`${resourceName}~`],
  )
  return [...names, 'hardcode'].some((name) => name !== '*' && naivelyAllows(exact, { who, operation, name }, nobody))
}

interface Query {
  readonly who: Requester
  readonly operation: AclOperation
  readonly name: string
}

const names = fc.constantFrom('*', 'a', 'ab', 'abc', 'b', 'ba', 'bab', 'hardcode')
const principals = fc.constantFrom('User:alice', 'User:bob', 'User:*')
const usedOperations = ['read', 'write', 'delete', 'describe', 'describeConfigs', 'alterConfigs'] as const
const anyAcl = fc.record({
  resourceType: fc.constantFrom(aclResourceTypes.topic),
  resourceName: names,
  patternType: fc.constantFrom(aclPatternTypes.literal, aclPatternTypes.prefixed),
  principal: principals,
  host: fc.constantFrom('*', '10.0.0.1', '10.0.0.2'),
  operation: fc.constantFrom<number[]>(aclOperations.all, ...usedOperations.map((each) => aclOperations[each])),
  permissionType: fc.constantFrom(aclPermissions.deny, aclPermissions.allow, aclPermissions.allow),
})
const anyQuery = fc.record({
  who: fc.record({ principal: principals, host: fc.constantFrom('10.0.0.1', '10.0.0.2') }),
  operation: fc.constantFrom(...usedOperations),
  name: fc.oneof(names, fc.constantFrom('abcd', 'c')),
})

describe('the index', () => {
  test('decides as one look at every ACL would, after any history of changes', () => {
    const anyOptions = fc.record({
      allowIfNoAcl: fc.boolean(),
      superUsers: fc.constantFrom(new Set<string>(), new Set(['User:bob'])),
    })
    const kept = fc.array(fc.tuple(anyAcl, fc.boolean()), { maxLength: 12 })
    fc.assert(
      fc.property(kept, anyOptions, fc.array(anyQuery, { minLength: 1 }), (history, options, queries) => {
        const authorizer = withAcls(
          history.map(([each]) => each),
          options,
        )
        const same = (left: Acl, right: Acl) => JSON.stringify(left) === JSON.stringify(right)
        const gone = history.filter(([, stays]) => !stays).map(([each]) => each)
        authorizer.update(gone, [])
        const left = history.map(([each]) => each).filter((each) => !gone.some((other) => same(each, other)))
        for (const query of queries) {
          const allowed = authorizer.allows(query.who, query.operation, { type: 'topic', name: query.name })
          expect(allowed).toBe(naivelyAllows(left, query, options))
        }
      }),
      { numRuns: 2000, seed: 1 },
    )
  })

  test('knows whether anything at all can be done', () => {
    // What is implied does not count there, so only operations are asked for that nothing implies.
    const explicit = fc.constantFrom('read', 'write', 'delete', 'alterConfigs' as const)
    fc.assert(
      fc.property(fc.array(anyAcl, { maxLength: 8 }), anyQuery, explicit, (acls, query, operation) => {
        // A literal * is a name of its own for nobody.
        const asked = { ...query, operation: operation as AclOperation }
        const some = withAcls(acls).allowsSome(asked.who, asked.operation, 'topic')
        expect(some).toBe(naivelyAllowsSome(acls, asked))
      }),
      { numRuns: 2000, seed: 2 },
    )
  })

  test('of ten thousand ACLs looks at the few that could apply', () => {
    const acls = Array.from({ length: 10_000 }, (_, index) =>
      acl({
        principal: `User:user-${index % 100}`,
        resourceName: `topic-${index}`,
        patternType: index % 2 === 0 ? aclPatternTypes.literal : aclPatternTypes.prefixed,
      }),
    )
    let looks = 0
    const counting = acls.map((each) =>
      Object.defineProperty({ ...each }, 'operation', {
        get: () => {
          looks += 1
          return each.operation
        },
      }),
    )
    const authorizer = withAcls(counting)
    looks = 0
    for (let index = 0; index < 10_000; index++) {
      const who = { principal: `User:user-${index % 100}`, host: '10.0.0.1' }
      expect(authorizer.allows(who, 'read', { type: 'topic', name: `topic-${index}` })).toBe(true)
    }
    // One ACL of its own for each, and now and then a prefix of its name.
    expect(looks).toBeLessThan(40_000)
  })
})
