import { writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { nodeEnvironment } from '../../../broker/environment/node-environment.ts'
import { readConfiguration } from '../../../broker/startup/broker-configuration.ts'
import { brokerSettings } from '../../../broker/startup/broker-settings.ts'
import { parseCommandLine, type StartOptions } from '../../../broker/startup/command-line.ts'
import { advertisedAddress, type Address } from '../../../broker/startup/listener-address.ts'
import { configsInForce, openListeners } from '../../../broker/startup/open-listeners.ts'
import { brokkrVersion } from '../../../broker/startup/version.ts'
import manifest from '../../../package.json' with { type: 'json' }
import { temporaryFolder } from '../../support/temporary-folder.ts'

const { disk } = nodeEnvironment()

function start(...words: string[]): StartOptions {
  const command = parseCommandLine(['start', ...words])
  if (command.kind !== 'start') throw new Error('That is no start.')
  return command.options
}

const configure = (...words: string[]) => readConfiguration(start(...words), disk)
const set = (...properties: string[]) => configure('--data', '/d', ...properties.flatMap((each) => ['--set', each]))

test('the command line', () => {
  expect(
    start('--data', 'd', '--port', '0', '--host', '::1', '--set', 'a=1', '--set', 'b=2', '--parent-channel'),
  ).toEqual({
    data: 'd',
    port: 0,
    host: '::1',
    config: null,
    set: ['a=1', 'b=2'],
    parentChannel: true,
    clusterId: null,
    releaseVersion: null,
  })
  expect(parseCommandLine(['--help'])).toEqual({ kind: 'help' })
  expect(parseCommandLine(['start', '-h'])).toEqual({ kind: 'help' })
})

test.each([
  [[], 'say what to do'],
  [['stop'], "there is no command 'stop'"],
  [['start', 'now'], "'now' is no option"],
  [['start', '--port', '65536'], '--port takes a number'],
  [['start', '--port', 'http'], '--port takes a number'],
  [['start', '--prot', '1'], "Unknown option '--prot'"],
  [['start', '--data'], "'--data <value>'"],
])('a command that cannot be understood: %j', (words, message) => {
  expect(() => parseCommandLine(words)).toThrow(message)
})

test('without a file the broker listens on loopback only', () => {
  const { listeners, nodeId, dataDirectory, warnings } = configure('--data', '/d')
  expect({ listeners, nodeId, dataDirectory, warnings }).toEqual({
    listeners: [{ name: 'PLAINTEXT', host: '127.0.0.1', port: 9092, securityProtocol: 'PLAINTEXT' }],
    nodeId: 1,
    dataDirectory: '/d',
    warnings: [],
  })
})

test("Kafka's own server.properties is honoured, and the command line is stronger", async () => {
  await using folder = await temporaryFolder()
  const file = folder.join('server.properties')
  await writeFile(
    file,
    `process.roles=broker,controller
node.id=7
listeners=PLAINTEXT://:19092,CONTROLLER://:19093
advertised.listeners=PLAINTEXT://kafka.example:29092
controller.listener.names=CONTROLLER
log.dirs=${folder.join('logs')}
num.partitions=4
auto.create.topics.enable=false
`,
  )
  const configuration = configure('--config', file)
  expect(configuration).toMatchObject({
    listeners: [{ name: 'PLAINTEXT', host: '0.0.0.0', port: 19092 }],
    nodeId: 7,
    dataDirectory: folder.join('logs'),
    warnings: [],
  })
  expect(configuration.staticConfigs.get('num.partitions')).toBe('4')
  expect(brokerSettings(configuration.staticConfigs).handlers.autoCreateTopics).toBe(false)
  const advertised = (given: { readonly host: string | null; readonly port: number | null }) =>
    advertisedAddress(configuration.staticConfigs, { name: 'PLAINTEXT', host: '127.0.0.1', port: 1234 }, given)
  expect(advertised({ host: null, port: null })).toEqual({ host: 'kafka.example', port: 29092 })
  // The port of the file may belong to another broker: clients must come to the one that was asked for.
  expect(advertised({ host: null, port: 0 })).toEqual({ host: 'kafka.example', port: 1234 })
  expect(advertised({ host: '127.0.0.1', port: 0 })).toEqual({ host: '127.0.0.1', port: 1234 })

  const stronger = configure(
    '--config',
    file,
    '--data',
    '/d',
    '--port',
    '1',
    '--host',
    '::1',
    '--set',
    'num.partitions=9',
  )
  expect(stronger).toMatchObject({ listeners: [{ host: '::1', port: 1 }], dataDirectory: '/d' })
  expect(stronger.staticConfigs.get('num.partitions')).toBe('9')
})

test('a broker on every interface tells clients a name that they can look up', () => {
  const told = (listening: Address) =>
    advertisedAddress(new Map(), { name: 'PLAINTEXT', ...listening }, { host: null, port: null })
  expect(told({ host: '0.0.0.0', port: 1 })).toEqual({ host: hostname(), port: 1 })
  expect(told({ host: '127.0.0.1', port: 1 })).toEqual({ host: '127.0.0.1', port: 1 })
})

test('a limit for single addresses', () => {
  const overrides = (text: string) =>
    brokerSettings(new Map([['max.connections.per.ip.overrides', text]])).server.maxByAddress
  expect(overrides('10.0.0.1:5,[::1]:7')).toEqual(
    new Map([
      ['10.0.0.1', 5],
      ['0:0:0:0:0:0:0:1', 7],
    ]),
  )
  expect(() => overrides('10.0.0.1')).toThrow('not of the form address:number')
})

test('several listeners, each with what belongs to it', () => {
  const { listeners, warnings } = configure(
    '--data',
    '/d',
    '--port',
    '1',
    '--set',
    'listeners=internal://127.0.0.1:9092,EXTERNAL://:9094,CONTROLLER://:9093',
    '--set',
    'listener.security.protocol.map=INTERNAL:PLAINTEXT,EXTERNAL:SASL_SSL,CONTROLLER:PLAINTEXT',
    '--set',
    'listener.name.external.plain.sasl.jaas.config=x',
  )
  expect(listeners).toEqual([
    { name: 'INTERNAL', host: '127.0.0.1', port: 1, securityProtocol: 'PLAINTEXT' },
    { name: 'EXTERNAL', host: '0.0.0.0', port: 9094, securityProtocol: 'SASL_SSL' },
  ])
  expect(warnings).toEqual([])
})

test('limits of consumer groups that contradict each other are refused', () => {
  const session = 'group.consumer.session.timeout.ms'
  expect(() => set(`${session}=6000`)).toThrow(`${session} must be greater than or equal to group.consumer.min.session`)
  expect(() => set(`${session}=60001`)).toThrow(`${session} must be less than or equal to group.consumer.max.session`)
  const min = 'group.consumer.min.session.timeout.ms'
  expect(() => set(`${session}=5000`, `${min}=5000`)).toThrow('heartbeat.interval.ms must be less than')
  expect(set(`${session}=6000`, `${min}=6000`).warnings).toEqual([])
})

test('properties that no broker starts with together are refused', () => {
  const size = 'socket.request.max.bytes=1000'
  expect(() => set(size, 'queued.max.request.bytes=999')).toThrow('must be at least socket.request.max.bytes')
  const limited = set(size, 'queued.max.request.bytes=1000')
  expect(brokerSettings(limited.staticConfigs).server.maxQueuedBytes).toBe(1000)
  expect(brokerSettings(set(size).staticConfigs).server.maxQueuedBytes).toBe(Infinity)
  expect(() => set('group.coordinator.rebalance.protocols=consumer')).toThrow('lacks classic')
  expect(set('group.coordinator.rebalance.protocols=classic').warnings).toEqual([])
  expect(() => set('max.connections.per.ip=0')).toThrow('can be 0 only where')
})

test('an unknown property is warned about', () => {
  expect(set('num.partitons=3').warnings).toEqual(['The property num.partitons is not known here and is ignored.'])
  expect(set('retention.ms=3').warnings).toEqual([
    'The property retention.ms belongs to topics; for the broker it is ignored.',
  ])
})

test.each([
  ['num.partitions=many', 'num.partitions'],
  ['auto.create.topics.enable=perhaps', 'Expected value to be either true or false'],
  ['listeners=PLAINTEXT://:9092,OTHER://:9094', 'The listener OTHER needs a security protocol'],
  ['listeners=PLAINTEXT://:9092,PLAINTEXT://:9094', 'names PLAINTEXT twice'],
  ['listeners=PLAINTEXT://:9092,SSL://:9092', 'two listeners on 0.0.0.0:9092'],
  ['listener.security.protocol.map=SSL:SSL', 'no security protocol for the listener PLAINTEXT'],
  ['listener.security.protocol.map=PLAINTEXT:TLS', "'TLS', which is no security protocol"],
  ['advertised.listeners=SSL://host:1', 'advertised.listeners names SSL, which listeners does not have'],
  ['advertised.listeners=PLAINTEXT://0.0.0.0:1', 'which is no address of a machine'],
  ['inter.broker.listener.name=SSL', 'inter.broker.listener.name is SSL'],
  ['listener.name.plaintext.max.connections=many', 'max.connections'],
  ['listeners=9092', 'NAME://host:port'],
  ['log', '--set takes name=value'],
])('a property that cannot be honoured: %s', (property, message) => {
  expect(() => set(property)).toThrow(message)
})

test('a start needs to know where topics are kept', () => {
  expect(() => configure()).toThrow('--data DIR')
  expect(() => configure('--set', 'log.dirs=/a,/b')).toThrow('several directories')
  expect(() => configure('--data', '/d', '--config', '/nowhere.properties')).toThrow(
    '/nowhere.properties does not exist',
  )
})

test("Kafka's defaults", () => {
  const { handlers, groups, server } = brokerSettings(new Map())
  expect(handlers).toMatchObject({ autoCreateTopics: true, fetchMaxBytes: 57_671_680, offsetsTopicPartitionCount: 50 })
  expect(groups).toMatchObject({ initialRebalanceDelayMs: 3000, offsetsRetentionMs: 604_800_000 })
  expect(server).toEqual({
    maxRequestBytes: 104_857_600,
    maxQueuedBytes: Infinity,
    maxIdleMs: 600_000,
    maxCreationRate: 2_147_483_647,
    maxConnections: 2_147_483_647,
    maxPerAddress: 2_147_483_647,
    maxByAddress: new Map(),
  })
})

test('the version is that of the package', () => {
  expect(brokkrVersion).toBe(manifest.version)
})

test('administrators are told where the broker listens, whoever said so', () => {
  const told = (configuration: ReturnType<typeof configure>, port: number) =>
    configsInForce(configuration.staticConfigs, openListeners(configuration, [port]))
  const plain = told(configure('--data', '/d', '--port', '0'), 49_152)
  expect(plain.get('listeners')).toBe('PLAINTEXT://127.0.0.1:49152')
  expect(plain.has('advertised.listeners')).toBe(false)
  expect(plain.get('process.roles')).toBe('broker,controller')

  const advertised = 'advertised.listeners=PLAINTEXT://broker.example:9092'
  const moved = told(configure('--data', '/d', '--host', '::1', '--port', '9093', '--set', advertised), 9093)
  expect(moved.get('listeners')).toBe('PLAINTEXT://[::1]:9093')
  expect(moved.get('advertised.listeners')).toBe('PLAINTEXT://[::1]:9093')
})
