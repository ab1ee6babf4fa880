import { atLeastOne, atLeastZero, brokerConfig, clusterWide, intMax, longMax } from './broker-config.ts'
import type { ConfigDefinition } from './config-definition.ts'

/** Who the node is, and where it listens. */
export const brokerNodeConfigs: readonly ConfigDefinition[] = [
  brokerConfig('node.id', ['int', null, 'The number of this node.'], { valid: atLeastZero }),
  brokerConfig('broker.id', ['int', '-1', 'The older name of node.id.']),
  brokerConfig('process.roles', ['list', null, 'What this node is; here always broker and controller.'], {
    valid: { choices: ['broker', 'controller'] },
  }),
  brokerConfig('broker.rack', ['string', null, 'Where the broker stands; clients may prefer replicas nearby.']),
  brokerConfig('listeners', ['list', 'PLAINTEXT://:9092', 'Where the broker listens, as name://host:port.'], {
    updateMode: 'per-broker',
    valid: { nonEmpty: true },
  }),
  brokerConfig('advertised.listeners', [
    'list',
    null,
    'The addresses that clients are told, where they differ from listeners.',
  ]),
  brokerConfig(
    'listener.security.protocol.map',
    [
      'string',
      'SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT',
      'The security protocol of each listener name.',
    ],
    { updateMode: 'per-broker' },
  ),
  brokerConfig('inter.broker.listener.name', ['string', null, 'The listener that brokers use among themselves.']),
  brokerConfig('security.inter.broker.protocol', [
    'string',
    'PLAINTEXT',
    'The security protocol that brokers use among themselves, where inter.broker.listener.name is not set.',
  ]),
  brokerConfig('controller.listener.names', ['list', null, 'The listeners of the controller.']),
  brokerConfig('controller.quorum.voters', ['list', '', 'The voters of a static quorum, as id@host:port.']),
  brokerConfig('controller.quorum.bootstrap.servers', ['list', '', 'Where controllers can be found.']),
  brokerConfig('controller.quorum.election.timeout.ms', [
    'int',
    '1000',
    'How long a voter waits for a leader, in milliseconds.',
  ]),
  brokerConfig('controller.quorum.fetch.timeout.ms', [
    'int',
    '2000',
    'After how long a silent leader is replaced, in milliseconds.',
  ]),
  brokerConfig('controller.quorum.request.timeout.ms', [
    'int',
    '2000',
    'How long a quorum request may take, in milliseconds.',
  ]),
  brokerConfig('broker.heartbeat.interval.ms', [
    'int',
    '2000',
    'How often a broker reports to the controller, in milliseconds.',
  ]),
  brokerConfig('broker.session.timeout.ms', [
    'int',
    '9000',
    'After how long a silent broker is fenced, in milliseconds.',
  ]),
  brokerConfig('initial.broker.registration.timeout.ms', [
    'int',
    '60000',
    'How long a broker tries to register, in milliseconds.',
  ]),
  brokerConfig('controlled.shutdown.enable', ['boolean', 'true', 'Whether partitions are handed over before a stop.']),
]

/** Sockets and requests. */
export const brokerNetworkConfigs: readonly ConfigDefinition[] = [
  brokerConfig('num.network.threads', ['int', '3', 'Accepted; this broker serves all sockets in one thread.'], {
    ...clusterWide,
    valid: atLeastOne,
  }),
  brokerConfig('num.io.threads', ['int', '8', 'Accepted; this broker serves all requests in one thread.'], {
    ...clusterWide,
    valid: atLeastOne,
  }),
  brokerConfig('background.threads', ['int', '10', 'Accepted; this broker has one thread.'], {
    ...clusterWide,
    valid: atLeastOne,
  }),
  brokerConfig('queued.max.requests', ['int', '500', 'Accepted; queued.max.request.bytes bounds what waits.'], {
    valid: atLeastOne,
  }),
  brokerConfig('socket.send.buffer.bytes', ['int', '102400', "Accepted; sockets have the system's buffers."]),
  brokerConfig('socket.receive.buffer.bytes', ['int', '102400', "Accepted; sockets have the system's buffers."]),
  brokerConfig('socket.listen.backlog.size', ['int', '50', 'How many connections may wait to be accepted.'], {
    valid: atLeastOne,
  }),
  brokerConfig('socket.request.max.bytes', ['int', '104857600', 'How large a request may be, in bytes.'], {
    valid: atLeastOne,
  }),
  brokerConfig('max.connections', ['int', intMax, 'How many connections the broker takes.'], {
    ...clusterWide,
    valid: atLeastZero,
  }),
  brokerConfig('max.connections.per.ip', ['int', intMax, 'How many connections the broker takes from one address.'], {
    ...clusterWide,
    valid: atLeastZero,
  }),
  brokerConfig(
    'max.connections.per.ip.overrides',
    ['string', '', 'The same for single addresses, as host:number.'],
    clusterWide,
  ),
  brokerConfig('max.connection.creation.rate', ['int', intMax, 'How many new connections a second the broker takes.'], {
    ...clusterWide,
    valid: atLeastZero,
  }),
  brokerConfig('connections.max.idle.ms', [
    'long',
    '600000',
    'After how long a silent connection is closed, in milliseconds.',
  ]),
  brokerConfig('connection.failed.authentication.delay.ms', [
    'int',
    '100',
    'How long a connection lives on that failed to authenticate, in milliseconds.',
  ]),
  brokerConfig('queued.max.request.bytes', [
    'long',
    '-1',
    'How much memory requests may take while they arrive, over all connections; -1 for no limit.',
  ]),
  brokerConfig('request.timeout.ms', ['int', '30000', 'How long requests between nodes may take, in milliseconds.']),
  brokerConfig('fetch.max.bytes', ['int', '57671680', 'How much a fetch answers at most, in bytes.'], {
    valid: { min: 1024 },
  }),
  brokerConfig(
    'max.incremental.fetch.session.cache.slots',
    ['int', '1000', 'How many incremental fetch sessions are kept.'],
    {
      valid: atLeastZero,
    },
  ),
  brokerConfig('max.request.partition.size.limit', ['int', '2000', 'How many partitions one request may list.'], {
    valid: atLeastOne,
  }),
  brokerConfig('fetch.purgatory.purge.interval.requests', [
    'int',
    '1000',
    'Accepted; finished waits are dropped at once here.',
  ]),
  brokerConfig('producer.purgatory.purge.interval.requests', [
    'int',
    '1000',
    'Accepted; finished waits are dropped at once here.',
  ]),
  brokerConfig('delete.records.purgatory.purge.interval.requests', [
    'int',
    '1',
    'Accepted; finished waits are dropped at once here.',
  ]),
  brokerConfig('client.quota.callback.class', [
    'class',
    null,
    'A Java class that decides on quotas; not possible here.',
  ]),
  brokerConfig('server.max.startup.time.ms', ['long', longMax, 'How long starting may take, in milliseconds.'], {
    valid: atLeastZero,
  }),
  brokerConfig('metric.reporters', ['list', '', 'Java classes that report metrics; not possible here.'], clusterWide),
  brokerConfig('metrics.num.samples', ['int', '2', 'Over how many samples a metric is taken.'], { valid: atLeastOne }),
  brokerConfig('metrics.sample.window.ms', ['long', '30000', 'How long a sample of a metric is, in milliseconds.'], {
    valid: atLeastOne,
  }),
  brokerConfig('metrics.recording.level', ['string', 'INFO', 'Which metrics are recorded.']),
  brokerConfig('quota.window.num', ['int', '11', 'Over how many windows a quota is measured.'], { valid: atLeastOne }),
  brokerConfig(
    'controller.quota.window.num',
    ['int', '11', 'Over how many windows the quota of changes to the metadata is measured.'],
    { valid: atLeastOne },
  ),
  brokerConfig(
    'controller.quota.window.size.seconds',
    ['int', '1', 'How long a window of that quota is, in seconds.'],
    { valid: atLeastOne },
  ),
  brokerConfig('quota.window.size.seconds', ['int', '1', 'How long a window of a quota is, in seconds.'], {
    valid: atLeastOne,
  }),
]
