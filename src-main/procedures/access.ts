import type { ConfigEntry } from '../api/configuration.ts'
import { patternsOf, rightsOn } from '../kafka/acl-rights.ts'
import { createAcls, deleteAcls, listAcls } from '../kafka/acls.ts'
import { changeQuota, listQuotas } from '../kafka/client-quotas.ts'
import { describeConfig } from '../kafka/configs.ts'
import { KafkaClientError } from '../kafka/kafka-errors.ts'
import { ownRightsOnCluster, ownRightsOnTopic } from '../kafka/own-rights.ts'
import { deleteScramUser, listScramUsers, setScramPasswords } from '../kafka/scram-users.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { api } from './implementer.ts'

export const access = {
  acls: api.access.acls.handler(async ({ context, input }) => {
    const bindings = await listAcls(context.clusters.get(input.clusterId))
    return { isEnabled: bindings !== null, bindings: bindings ?? [] }
  }),
  createAcls: api.access.createAcls.handler(({ context, input }) =>
    createAcls(context.clusters.get(input.clusterId), input.bindings),
  ),
  deleteAcls: api.access.deleteAcls.handler(async ({ context, input }) => ({
    deletedCount: await deleteAcls(context.clusters.get(input.clusterId), input.bindings),
  })),
  rightsOf: api.access.rightsOf.handler(async ({ context, input }) => {
    const cluster = context.clusters.get(input.clusterId)
    const [acls, defaults] = await Promise.all([listAcls(cluster), authorizerDefaults(cluster)])
    const { principal, host, resource } = input
    const asked = resource === null ? [] : [{ ...resource, patternType: 'literal' } as const]
    const patterns = [...asked, ...patternsOf(acls ?? [], principal)]
    return {
      isEnabled: acls !== null,
      patterns: patterns.map((pattern) => rightsOn(pattern, acls ?? [], { principal, host })),
      ...defaults,
    }
  }),
  ownRights: api.access.ownRights.handler(async ({ context, input: { clusterId, topic } }) => {
    const cluster = context.clusters.get(clusterId)
    try {
      return { operations: topic === null ? await ownRightsOnCluster(cluster) : await ownRightsOnTopic(cluster, topic) }
    } catch (error) {
      // Brokers before Kafka 2.8 do not tell.
      if (error instanceof KafkaClientError && error.code !== 'UNREACHABLE') return { operations: null }
      throw error
    }
  }),
  users: api.access.users.handler(({ context, input }) => listScramUsers(context.clusters.get(input.clusterId))),
  setPassword: api.access.setPassword.handler(async ({ context, input }) => {
    const { user, password, mechanisms, iterations } = input
    const users = [{ name: user, password }]
    await setScramPasswords(context.clusters.get(input.clusterId), users, { mechanisms, iterations })
  }),
  deleteUser: api.access.deleteUser.handler(({ context, input }) =>
    deleteScramUser(context.clusters.get(input.clusterId), input.user, input.mechanisms),
  ),
  quotas: api.access.quotas.handler(({ context, input }) => listQuotas(context.clusters.get(input.clusterId))),
  changeQuota: api.access.changeQuota.handler(({ context, input }) =>
    changeQuota(context.clusters.get(input.clusterId), input.entity, input.limits),
  ),
}

interface AuthorizerDefaults {
  readonly superUsers: string[] | null
  readonly allowsIfNoAcl: boolean | null
}

/** Brokers hide what they cannot tell to be harmless; few tell of these. */
async function authorizerDefaults(cluster: WireCluster): Promise<AuthorizerDefaults> {
  const configs = await configsOfSomeBroker(cluster)
  const valueOf = (name: string): string | null => configs.find((entry) => entry.name === name)?.value ?? null
  const everyone = valueOf('allow.everyone.if.no.acl.found')
  const users = valueOf('super.users')
  return {
    superUsers:
      users === null
        ? null
        : users
            .split(';')
            .map((each) => each.trim())
            .filter((each) => each !== ''),
    allowsIfNoAcl: everyone === null ? null : everyone === 'true',
  }
}

async function configsOfSomeBroker(cluster: WireCluster): Promise<ConfigEntry[]> {
  try {
    const [broker] = (await cluster.metadata()).brokers
    return broker === undefined ? [] : await describeConfig(cluster, { type: 'broker', nodeId: broker.nodeId })
  } catch (error) {
    if (error instanceof KafkaClientError) return []
    throw error
  }
}
