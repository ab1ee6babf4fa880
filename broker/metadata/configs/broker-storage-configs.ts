import { atLeastOne, atLeastZero, brokerConfig } from './broker-config.ts'
import type { ConfigDefinition } from './config-definition.ts'

/** The metadata log. */
export const brokerMetadataConfigs: readonly ConfigDefinition[] = [
  brokerConfig('metadata.log.dir', [
    'string',
    null,
    'The directory of the metadata log; here it is the data directory.',
  ]),
  brokerConfig('metadata.log.segment.bytes', ['int', '1073741824', 'The segment size of the metadata log, in bytes.'], {
    valid: { min: 8 * 1024 ** 2 },
  }),
  brokerConfig('metadata.log.segment.ms', [
    'long',
    '604800000',
    'After how long a segment of the metadata log is closed, in milliseconds.',
  ]),
  brokerConfig(
    'metadata.log.max.record.bytes.between.snapshots',
    ['long', '20971520', 'After how many bytes of new metadata a snapshot is written.'],
    { valid: atLeastOne },
  ),
  brokerConfig(
    'metadata.log.max.snapshot.interval.ms',
    ['long', '3600000', 'After how long a snapshot of new metadata is written, in milliseconds; 0 never by time.'],
    { valid: atLeastZero },
  ),
  brokerConfig('metadata.max.retention.bytes', [
    'long',
    '104857600',
    'How much of the metadata log and its snapshots is kept, in bytes.',
  ]),
  brokerConfig('metadata.max.retention.ms', [
    'long',
    '604800000',
    'How long metadata that a snapshot holds is kept, in milliseconds.',
  ]),
  brokerConfig('metadata.max.idle.interval.ms', ['int', '500', 'Accepted; an idle controller writes nothing here.'], {
    valid: atLeastZero,
  }),
]

/** Encryption, authentication and authorisation. */
export const brokerSecurityConfigs: readonly ConfigDefinition[] = [
  brokerConfig('authorizer.class.name', ['string', '', 'The authorizer; empty lets everybody do everything.']),
  brokerConfig('super.users', ['string', null, 'Principals to whom no ACL applies, separated by semicolons.']),
  brokerConfig('allow.everyone.if.no.acl.found', ['boolean', 'false', 'Whether everybody may use what no ACL names.']),
]
