import type { Player } from '../player.ts'
import { acl, filter } from './acl-filters.ts'
import { askAboutQuotas } from './quotas.ts'

/** ACLs, quotas, users and tokens. */
export async function aboutSecurity(player: Player): Promise<void> {
  await acls(player)
  await askAboutQuotas(player)
  await users(player)
  await tokens(player)
  await handshakes(player)
}

async function acls(player: Player): Promise<void> {
  await player.askAll('good', 'CreateAcls', (version) => ({
    creations: [
      acl({ principal: `User:u${version}` }),
      acl({ resourcePatternType: 4, resourceName: `pre-${version}` }),
      acl({ resourceType: 3, host: '10.0.0.1', permissionType: 2 }),
    ],
  }))
  const odd: Readonly<Record<string, object>> = {
    'any type': { resourceType: 1 },
    'unknown type': { resourceType: 0 },
    'type 99': { resourceType: 99 },
    'no name': { resourceName: '' },
    'any pattern': { resourcePatternType: 1 },
    'match pattern': { resourcePatternType: 2 },
    'unknown pattern': { resourcePatternType: 0 },
    'any operation': { operation: 1 },
    'unknown operation': { operation: 0 },
    'operation 99': { operation: 99 },
    'a cluster operation on a topic': { operation: 9 },
    'any permission': { permissionType: 1 },
    'unknown permission': { permissionType: 0 },
    'no principal': { principal: '' },
    'a principal without type': { principal: 'nobody' },
    'a principal without name': { principal: 'User:' },
    'no host': { host: '' },
    'a cluster of another name': { resourceType: 4, resourceName: 'other', operation: 9 },
    'a transactional id': { resourceType: 5, operation: 4 },
    'a token': { resourceType: 6, operation: 8 },
    'a user': { resourceType: 7, operation: 13 },
  }
  for (const [question, details] of Object.entries(odd)) {
    await player.askAll(question, 'CreateAcls', { creations: [acl(details)] })
  }
  await player.askAll('twice the same', 'CreateAcls', { creations: [acl(), acl()] })
  await player.askAll('none', 'CreateAcls', { creations: [] })
  await player.settle()
  const filters: Readonly<Record<string, object>> = {
    everything: {},
    topics: { resourceTypeFilter: 2 },
    literal: { patternTypeFilter: 3 },
    prefixed: { patternTypeFilter: 4 },
    matching: { patternTypeFilter: 2, resourceNameFilter: 'pre-1-and-more', resourceTypeFilter: 2 },
    'of a name': { resourceNameFilter: 'guarded' },
    'of a principal': { principalFilter: 'User:u2' },
    'of a principal without type': { principalFilter: 'u2' },
    'of a host': { hostFilter: '10.0.0.1' },
    denied: { permissionType: 2 },
    'of an operation': { operation: 4 },
    'of no type': { resourceTypeFilter: 0 },
    'of type 99': { resourceTypeFilter: 99 },
    'of no pattern': { patternTypeFilter: 0 },
    'of no operation': { operation: 0 },
    'of no permission': { permissionType: 0 },
    'of an empty name': { resourceNameFilter: '' },
  }
  for (const [question, details] of Object.entries(filters)) {
    await player.askAll(question, 'DescribeAcls', filter(details))
  }
  for (const question of [
    'of no type',
    'of no pattern',
    'of a name of none',
    'of no operation',
    'of no permission',
    'of a principal without type',
  ]) {
    await player.askAll(question, 'DeleteAcls', {
      filters: [filter({ resourceNameFilter: 'none', ...filters[question] })],
    })
  }
  await player.askAll('one', 'DeleteAcls', (version) => ({
    filters: [filter({ principalFilter: `User:u${version}` }), filter({ principalFilter: 'User:nobody' })],
  }))
  await player.askAll('two that overlap', 'DeleteAcls', {
    filters: [
      filter({ resourceNameFilter: 'pre-1', patternTypeFilter: 2 }),
      filter({ resourceTypeFilter: 2, patternTypeFilter: 4 }),
    ],
  })
  await player.askAll('none', 'DeleteAcls', { filters: [] })
  await player.ask('all', 'DeleteAcls', 3, { filters: [filter()] })
  await player.settle()
}

async function users(player: Player): Promise<void> {
  const up = (name: string, details: object = {}) => ({
    name,
    mechanism: 1,
    iterations: 4096,
    salt: Buffer.from('salt'),
    saltedPassword: Buffer.alloc(32, 7),
    ...details,
  })
  const change = (question: string, upsertions: object[], deletions: object[] = []) =>
    player.askAll(question, 'AlterUserScramCredentials', { upsertions, deletions })
  await change('good', [up('b'), up('a'), up('b', { mechanism: 2, saltedPassword: Buffer.alloc(64, 7) })])
  await change('no name', [up('')])
  await change('few iterations', [up('c', { iterations: 4095 })])
  await change('many iterations', [up('c', { iterations: 16_385 })])
  await change('an unknown mechanism', [up('c', { mechanism: 0 }), up('d', { mechanism: 9 })])
  await change('no salt', [up('c', { salt: Buffer.alloc(0) })])
  await change('no password', [up('c', { saltedPassword: Buffer.alloc(0) })])
  await change('good and bad', [up('e'), up('f', { iterations: 1 })], [{ name: 'nobody', mechanism: 1 }])
  await change('a user twice', [up('c'), up('c')])
  await change('made and deleted', [up('c')], [{ name: 'c', mechanism: 1 }])
  await change(
    'deleted twice',
    [],
    [
      { name: 'a', mechanism: 1 },
      { name: 'a', mechanism: 1 },
    ],
  )
  await change(
    'deleted',
    [],
    [
      { name: 'a', mechanism: 1 },
      { name: 'a', mechanism: 2 },
      { name: '', mechanism: 1 },
      { name: 'b', mechanism: 9 },
    ],
  )
  await change('nothing', [])
  await player.settle()
  for (const names of [null, [], ['b'], ['a', 'b', 'nobody'], ['b', 'b'], ['']]) {
    await player.askAll(`of ${JSON.stringify(names)}`, 'DescribeUserScramCredentials', {
      users: names?.map((name) => ({ name })) ?? null,
    })
  }
}

async function tokens(player: Player): Promise<void> {
  const renewers = [{ principalType: 'User', principalName: 'r' }]
  await player.askAll('on a plain listener', 'CreateDelegationToken', {
    ownerPrincipalType: null,
    ownerPrincipalName: null,
    renewers,
    maxLifetimeMs: -1n,
  })
  await player.askAll('for another', 'CreateDelegationToken', {
    ownerPrincipalType: 'User',
    ownerPrincipalName: 'o',
    renewers,
    maxLifetimeMs: 5n,
  })
  await player.askAll('a bad renewer', 'CreateDelegationToken', {
    ownerPrincipalType: null,
    ownerPrincipalName: null,
    renewers: [{ principalType: 'Robot', principalName: 'r' }],
    maxLifetimeMs: 5n,
  })
  await player.askAll('renewed', 'RenewDelegationToken', { hmac: Buffer.from('none'), renewPeriodMs: 5n })
  await player.askAll('expired', 'ExpireDelegationToken', { hmac: Buffer.from('none'), expiryTimePeriodMs: 5n })
  for (const owners of [null, [], renewers]) {
    await player.askAll(`of ${JSON.stringify(owners)}`, 'DescribeDelegationToken', { owners })
  }
}

async function handshakes(player: Player): Promise<void> {
  for (const mechanism of ['PLAIN', '', 'NONE']) {
    const client = player.another()
    await client.askAll(`with ${mechanism}`, 'SaslHandshake', { mechanism })
    await client.askAll(`with ${mechanism}`, 'SaslAuthenticate', { authBytes: Buffer.from('\0a\0b') })
    await client.end()
  }
}
