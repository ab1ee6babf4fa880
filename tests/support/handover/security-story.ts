import { alterClientQuotas } from '../../../broker/protocol/messages/alter-client-quotas.ts'
import { alterUserScramCredentials } from '../../../broker/protocol/messages/alter-user-scram-credentials.ts'
import { createAcls } from '../../../broker/protocol/messages/create-acls.ts'
import { describeAcls } from '../../../broker/protocol/messages/describe-acls.ts'
import { describeClientQuotas } from '../../../broker/protocol/messages/describe-client-quotas.ts'
import { describeUserScramCredentials } from '../../../broker/protocol/messages/describe-user-scram-credentials.ts'
import type { KafkaConnection } from '../kafka-connection.ts'
import { untilReady } from './until-ready.ts'

/** ACLs, users and quotas, as lines of text. */
export interface SecuritySeen {
  readonly acls: readonly string[]
  readonly users: readonly string[]
  readonly quotas: readonly string[]
}

export const securityConfigs = {
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'super.users': 'User:ANONYMOUS',
}

const topicResource = 2
const literal = 3
const read = 3
const allow = 3
const any = 1
const scramSha256 = 1

/** One more of each, and what `securitySeen` will then show of them. */
export async function addSecurity(client: KafkaConnection, chapter: number): Promise<SecuritySeen> {
  const user = `user-${chapter}`
  const where = { resourceType: topicResource, resourceName: `chapter-${chapter}`, resourcePatternType: literal }
  const who = { principal: `User:${user}`, host: '127.0.0.1', operation: read, permissionType: allow }
  await untilReady(async () => {
    const { results } = await client.request(createAcls, 3, { creations: [{ ...where, ...who }] })
    return results[0] ?? { errorCode: -1 }
  })
  const iterations = 4096 + chapter
  const password = { salt: Buffer.from('pinch'), saltedPassword: Buffer.alloc(32, chapter) }
  await untilReady(async () => {
    const upsertions = [{ name: user, mechanism: scramSha256, iterations, ...password }]
    const { results } = await client.request(alterUserScramCredentials, 0, { deletions: [], upsertions })
    return results[0] ?? { errorCode: -1 }
  })
  const rate = 1000 * chapter
  await untilReady(async () => {
    const entity = [{ entityType: 'user', entityName: user }]
    const ops = [{ key: 'producer_byte_rate', value: rate, remove: false }]
    const { entries } = await client.request(alterClientQuotas, 1, { entries: [{ entity, ops }], validateOnly: false })
    return entries[0] ?? { errorCode: -1 }
  })
  return {
    acls: [`chapter-${chapter} User:${user} 127.0.0.1 ${read} ${allow}`],
    users: [`${user} ${scramSha256} ${iterations}`],
    quotas: [`user=${user} producer_byte_rate=${rate}`],
  }
}

export async function securitySeen(client: KafkaConnection): Promise<SecuritySeen> {
  const { resources } = await untilReady(() =>
    client.request(describeAcls, 3, {
      resourceTypeFilter: any,
      resourceNameFilter: null,
      patternTypeFilter: any,
      principalFilter: null,
      hostFilter: null,
      operation: any,
      permissionType: any,
    }),
  )
  const { results } = await untilReady(() => client.request(describeUserScramCredentials, 0, { users: null }))
  const { entries } = await untilReady(() => client.request(describeClientQuotas, 1, { components: [], strict: false }))
  return {
    acls: resources
      .flatMap(({ resourceName, acls }) =>
        acls.map((acl) => `${resourceName} ${acl.principal} ${acl.host} ${acl.operation} ${acl.permissionType}`),
      )
      .toSorted(),
    users: results
      .flatMap(({ user, credentialInfos }) =>
        credentialInfos.map(({ mechanism, iterations }) => `${user} ${mechanism} ${iterations}`),
      )
      .toSorted(),
    quotas: (entries ?? [])
      .flatMap(({ entity, values }) => {
        const who = entity.map(({ entityType, entityName }) => `${entityType}=${entityName}`).join()
        return values.map(({ key, value }) => `${who} ${key}=${value}`)
      })
      .toSorted(),
  }
}
