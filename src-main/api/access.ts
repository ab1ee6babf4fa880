import { z } from 'zod'
import { procedure } from './base.ts'
import { clusterId, confirmedName } from './clusters.ts'
import { say } from './languages/texts.ts'

/** The words of ACLs, of quotas and of users as Kafka has them. */
export const aclResourceType = z.enum(['topic', 'group', 'cluster', 'transactionalId', 'delegationToken', 'user'])
export type AclResourceType = z.infer<typeof aclResourceType>

export const aclPatternType = z.enum(['literal', 'prefixed'])
export type AclPatternType = z.infer<typeof aclPatternType>

export const aclOperation = z.enum([
  'all',
  'read',
  'write',
  'create',
  'delete',
  'alter',
  'describe',
  'clusterAction',
  'describeConfigs',
  'alterConfigs',
  'idempotentWrite',
  'createTokens',
  'describeTokens',
  'twoPhaseCommit',
])
export type AclOperation = z.infer<typeof aclOperation>

export const aclBinding = z.object({
  resourceType: aclResourceType,
  /** The cluster's one name is `kafka-cluster`; `*` with a literal pattern stands for every name. */
  resourceName: z.string().min(1, say('aclNeedsResource')),
  patternType: aclPatternType,
  /** `User:alice`; `User:*` is everybody. */
  principal: z.string().regex(/^[^:]+:.+$/s, say('principalForm')),
  /** An address, or `*` for any. */
  host: z.string().min(1, say('aclNeedsHost')),
  operation: aclOperation,
  permission: z.enum(['allow', 'deny']),
})
export type AclBinding = z.infer<typeof aclBinding>

/** What one principal may do with what one pattern names. */
export const right = z.object({
  operation: aclOperation,
  /** `unnamed`: no ACL says anything, so the cluster's default decides: usually no. */
  decision: z.enum(['allowed', 'denied', 'unnamed']),
  /** The ACLs that decide. */
  because: z.array(aclBinding),
  /** ACLs that decide otherwise for a part: for longer names, or from certain hosts. */
  exceptions: z.array(aclBinding),
})
export type Right = z.infer<typeof right>

export const rightsOnPattern = z.object({
  resourceType: aclResourceType,
  resourceName: z.string(),
  patternType: aclPatternType,
  rights: z.array(right),
})
export type RightsOnPattern = z.infer<typeof rightsOnPattern>

export const scramMechanism = z.enum(['SCRAM-SHA-256', 'SCRAM-SHA-512'])
export type ScramMechanism = z.infer<typeof scramMechanism>

export const scramUser = z.object({
  name: z.string(),
  credentials: z.array(z.object({ mechanism: scramMechanism, iterations: z.number() })),
})
export type ScramUser = z.infer<typeof scramUser>

/** Whom a quota limits; a null name is the default of its kind, for whom there is no quota of its own. */
export const quotaEntity = z
  .object({
    user: z.string().min(1).nullable().optional(),
    clientId: z.string().min(1).nullable().optional(),
    ip: z.string().min(1).nullable().optional(),
  })
  .refine(
    ({ user, clientId, ip }) => (ip === undefined) !== (user === undefined && clientId === undefined),
    say('quotaEntity'),
  )
export type QuotaEntity = z.infer<typeof quotaEntity>

export const quotaKey = z.enum([
  'producer_byte_rate',
  'consumer_byte_rate',
  'request_percentage',
  'controller_mutation_rate',
  'connection_creation_rate',
])
export type QuotaKey = z.infer<typeof quotaKey>

export const quota = z.object({
  entity: z.object({
    user: z.string().nullable().optional(),
    clientId: z.string().nullable().optional(),
    ip: z.string().nullable().optional(),
  }),
  /** Keys that Kafka does not document stand here too, as they come. */
  limits: z.array(z.object({ key: z.string(), value: z.number() })),
})
export type Quota = z.infer<typeof quota>

const onCluster = z.object({ clusterId })
const bindings = z.array(aclBinding).min(1).max(1000)

export const access = {
  /** `isEnabled` false: the cluster has no authorizer, so everybody may do everything. */
  acls: procedure.input(onCluster).output(z.object({ isEnabled: z.boolean(), bindings: z.array(aclBinding) })),
  createAcls: procedure.input(onCluster.extend({ bindings, confirmedName })).output(z.void()),
  /** Deletes exactly these; one that is there no more is no error. */
  deleteAcls: procedure
    .input(onCluster.extend({ bindings, confirmedName }))
    .output(z.object({ deletedCount: z.number() })),
  /**
   * What a principal may do, by Kafka's own rules: on every pattern that an ACL names and, where one is asked for, on one resource.
   * Super users may do everything and are not known from here; `superUsers` has them where a broker tells.
   */
  rightsOf: procedure
    .input(
      onCluster.extend({
        principal: z.string(),
        /** Where the principal connects from; null: from wherever no ACL names. */
        host: z.string().min(1).nullable(),
        resource: z.object({ resourceType: aclResourceType, resourceName: z.string().min(1) }).nullable(),
      }),
    )
    .output(
      z.object({
        isEnabled: z.boolean(),
        patterns: z.array(rightsOnPattern),
        superUsers: z.array(z.string()).nullable(),
        /** `allow.everyone.if.no.acl.found`; null: no broker tells. */
        allowsIfNoAcl: z.boolean().nullable(),
      }),
    ),
  /**
   * What this user itself may do with a topic, or with the cluster when none is named. Null: the cluster does not tell, so it has to be
   * tried.
   */
  ownRights: procedure
    .input(onCluster.extend({ topic: z.string().nullable() }))
    .output(z.object({ operations: z.array(aclOperation).nullable() })),
  users: procedure.input(onCluster).output(z.array(scramUser)),
  /** Makes the user, or gives it another password: then the name is asked for. */
  setPassword: procedure
    .input(
      onCluster.extend({
        user: z.string().min(1, say('userNeedsName')).max(1000),
        password: z.string().min(1, say('passwordNotEmpty')).max(1000),
        mechanisms: z.array(scramMechanism).min(1, say('chooseMechanism')),
        iterations: z.number().int().min(4096, say('fewestIterations')).max(16_384, say('mostIterations')),
        confirmedName,
      }),
    )
    .output(z.void()),
  deleteUser: procedure
    .input(onCluster.extend({ user: z.string(), mechanisms: z.array(scramMechanism).min(1), confirmedName }))
    .output(z.void()),
  quotas: procedure.input(onCluster).output(z.array(quota)),
  /** Sets what is given and takes away what is null; other limits of the entity stay. */
  changeQuota: procedure
    .input(
      onCluster.extend({
        entity: quotaEntity,
        limits: z
          .array(z.object({ key: z.string().min(1), value: z.number().positive(say('limitPositive')).nullable() }))
          .min(1),
        confirmedName,
      }),
    )
    .output(z.void()),
}
