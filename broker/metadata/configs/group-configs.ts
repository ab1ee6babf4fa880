import type { ConfigDefinition, ConfigType, ValidValues } from './config-definition.ts'

/** A limit that the broker sets to what a group may be configured with: a broker config, and what counts without it. */
interface GroupConfigLimit {
  readonly brokerConfig: string
  readonly fallback: number
}

export interface GroupConfigDefinition extends ConfigDefinition {
  /** The broker config that stands in where the group sets nothing; null where there is none. */
  readonly synonym: string | null
  readonly min: GroupConfigLimit | null
  readonly max: GroupConfigLimit | null
}

type Details = readonly [type: ConfigType, defaultValue: string, documentation: string]

/** A config without a counterpart among the broker's. */
function ownConfig(name: string, [type, defaultValue, documentation]: Details, valid: ValidValues = {}) {
  const definition = { name, type, defaultValue, documentation, valid, updateMode: 'cluster-wide' } as const
  return { ...definition, synonym: null, min: null, max: null }
}

/** `share.session.timeout.ms` stands for `group.share.session.timeout.ms`, within `group.share.min.session.timeout.ms` and `max`. */
function limitedConfig(name: string, details: Details, [min, max]: readonly [number, number]): GroupConfigDefinition {
  const [kind = '', ...rest] = name.split('.')
  const limit = (word: string, fallback: number): GroupConfigLimit => {
    return { brokerConfig: `group.${kind}.${word}.${rest.join('.')}`, fallback }
  }
  return {
    ...ownConfig(name, details, { min: name.includes('assignment') ? 0 : 1 }),
    synonym: `group.${name}`,
    min: limit('min', min),
    max: limit('max', max),
  }
}

/** What members of one kind of group have in common. */
function membershipConfigs(kind: 'consumer' | 'share' | 'streams'): readonly GroupConfigDefinition[] {
  const session = 'How long a member may be silent before it is out, in milliseconds.'
  const heartbeat = 'How often a member reports, in milliseconds.'
  const assignment = 'How long an assignment lasts at least, in milliseconds.'
  return [
    limitedConfig(`${kind}.session.timeout.ms`, ['int', '45000', session], [45_000, 60_000]),
    limitedConfig(`${kind}.heartbeat.interval.ms`, ['int', '5000', heartbeat], [5_000, 15_000]),
    limitedConfig(`${kind}.assignment.interval.ms`, ['int', '1000', assignment], [0, 15_000]),
  ]
}

const definitions: readonly GroupConfigDefinition[] = [
  ...membershipConfigs('consumer'),
  ...membershipConfigs('share'),
  limitedConfig(
    'share.record.lock.duration.ms',
    ['int', '30000', 'How long a record is locked for a consumer of a share group, in milliseconds.'],
    [15_000, 60_000],
  ),
  limitedConfig(
    'share.delivery.count.limit',
    ['int', '5', 'How often a share group tries to deliver a record.'],
    [2, 10],
  ),
  limitedConfig(
    'share.partition.max.record.locks',
    ['int', '2000', 'How many records of a partition a share group may lock at once.'],
    [100, 4_000],
  ),
  ownConfig('share.auto.offset.reset', [
    'string',
    'latest',
    'Where a share group begins: earliest, latest, or by_duration: and an ISO 8601 duration before now.',
  ]),
  ownConfig(
    'share.isolation.level',
    [
      'string',
      'read_uncommitted',
      'Whether a share group delivers records of transactions that have not been committed.',
    ],
    { choices: ['read_committed', 'read_uncommitted'] },
  ),
  ownConfig('share.renew.acknowledge.enable', [
    'boolean',
    'true',
    'Whether consumers of a share group may renew the lock of a record.',
  ]),
  ...membershipConfigs('streams'),
  {
    ...ownConfig(
      'streams.num.standby.replicas',
      ['int', '0', 'How many standby replicas each task of a streams group has.'],
      { min: 0 },
    ),
    synonym: 'group.streams.num.standby.replicas',
    max: { brokerConfig: 'group.streams.max.standby.replicas', fallback: 2 },
  },
  {
    ...ownConfig(
      'streams.initial.rebalance.delay.ms',
      ['int', '3000', 'How long a new streams group waits for more members, in milliseconds.'],
      { min: 0 },
    ),
    synonym: 'group.streams.initial.rebalance.delay.ms',
  },
]

/**
 * Every config that a group can have, by name. Those of share and streams groups, which this broker does not serve, are
 * kept for the Kafka that the directory may be handed to.
 */
export const groupConfigs: ReadonlyMap<string, GroupConfigDefinition> = new Map(
  definitions.map((definition) => [definition.name, definition]),
)
