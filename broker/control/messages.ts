/**
 * What the broker and its parent process say to each other over the child-process channel. Both sides import this
 * file, so nothing of ours is imported here, and whatever arrives is checked: the other side may be another version.
 */

/** Sent once, when clients can connect. */
export interface ReadyMessage {
  readonly kind: 'ready'
  /** The address that clients are told to connect to. */
  readonly host: string
  readonly port: number
  readonly clusterId: string
  readonly nodeId: number
  /** Brokkr's version. */
  readonly version: string
  /** Absolute path of the log directory. */
  readonly dataDirectory: string
}

/** Sent about once a second while the broker runs. Counters rise from its start. */
export interface StatsMessage {
  readonly kind: 'stats'
  readonly connections: number
  readonly requests: number
  readonly bytesIn: number
  readonly bytesOut: number
  readonly topics: number
  readonly partitions: number
  readonly residentBytes: number
  readonly uptimeMs: number
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

export interface LogMessage {
  readonly kind: 'log'
  readonly level: LogLevel
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly text: string
}

/** The one sentence that says why the broker could not start or had to end; the process ends right after it. */
export interface FailedMessage {
  readonly kind: 'failed'
  readonly reason: FailureReason
  readonly text: string
}

/**
 * `portTaken`: something listens there; `directoryLocked`: another broker uses the directory; `directoryUnreadable`: its
 * contents cannot be understood or reached; `configuration`: an option or property is wrong; `internal`: anything else.
 */
export type FailureReason = 'portTaken' | 'directoryLocked' | 'directoryUnreadable' | 'configuration' | 'internal'

export type BrokerMessage = ReadyMessage | StatsMessage | LogMessage | FailedMessage

/** Asks for an orderly stop; the broker answers by ending with exit code 0. */
export interface StopMessage {
  readonly kind: 'stop'
}

export type ParentMessage = StopMessage

/** Exit codes of the broker's process. A parent without a channel can tell the reasons apart by them. */
export const exitCodes: Readonly<Record<FailureReason | 'stopped', number>> = {
  stopped: 0,
  internal: 1,
  configuration: 2,
  portTaken: 3,
  directoryLocked: 4,
  directoryUnreadable: 5,
}

type Kind = BrokerMessage['kind']
type Check = 'string' | 'number'

const brokerShapes: { readonly [K in Kind]: Readonly<Record<string, Check>> } = {
  ready: {
    host: 'string',
    port: 'number',
    clusterId: 'string',
    nodeId: 'number',
    version: 'string',
    dataDirectory: 'string',
  },
  stats: {
    connections: 'number',
    requests: 'number',
    bytesIn: 'number',
    bytesOut: 'number',
    topics: 'number',
    partitions: 'number',
    residentBytes: 'number',
    uptimeMs: 'number',
  },
  log: { level: 'string', at: 'number', text: 'string' },
  failed: { reason: 'string', text: 'string' },
}

/** `value` as a message of the broker, or null when it is none that this version knows. */
export function readBrokerMessage(value: unknown): BrokerMessage | null {
  if (typeof value !== 'object' || value === null) return null
  const members = value as Record<string, unknown>
  const kind = members['kind']
  if (typeof kind !== 'string' || !Object.hasOwn(brokerShapes, kind)) return null
  const shape = brokerShapes[kind as Kind]
  const fits = Object.entries(shape).every(([name, check]) => typeof members[name] === check)
  return fits ? (value as BrokerMessage) : null
}

/** `value` as a message of the parent, or null when it is none that this version knows. */
export function readParentMessage(value: unknown): ParentMessage | null {
  if (typeof value !== 'object' || value === null) return null
  return (value as Record<string, unknown>)['kind'] === 'stop' ? { kind: 'stop' } : null
}
