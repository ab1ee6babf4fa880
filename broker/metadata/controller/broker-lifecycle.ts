import { hasControllerRegistration, registerBrokerRecordVersion, supportedFeatures } from '../features.ts'
import { securityProtocols, type BrokerImage, type Endpoint } from '../image/broker-image.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import type { NewMetadataRecord } from '../records/metadata-records.ts'
import type { Decision, DecisionContext } from './decision.ts'
import { giveUpLeadership, loseEligibility, takeLeadership } from './partition-elections.ts'

/*
 * What the controller writes as the one broker comes and goes, in the order of Kafka's:
 *
 *   start   RegisterController
 *           PartitionChange leader -1 ..., BrokerRegistrationChange fenced     only when nothing was written at the end
 *           [PartitionChange no ELR ...] RegisterBroker, fenced                the first only after a stop that was not clean
 *           BrokerRegistrationChange unfenced, PartitionChange leader ...
 *           BrokerRegistrationChange without cordoned directories              since 4.3
 *   stop    BrokerRegistrationChange in controlled shutdown, PartitionChange leader -1 ...
 *           BrokerRegistrationChange fenced
 *
 * So every restart raises the leader epoch of each partition by two, orderly or not. A registration that is left
 * unfenced makes Apache Kafka wait for nine seconds before it takes over.
 */

export interface ControllerRegistration {
  readonly incarnationId: string
  readonly host: string
  readonly port: number
}

export function registerController(
  image: MetadataImage,
  { incarnationId, host, port }: ControllerRegistration,
  { nodeId }: DecisionContext,
): Decision<null> {
  if (!hasControllerRegistration(image.metadataVersion)) return { records: [], result: null }
  const endPoints = [{ name: 'CONTROLLER', host, port, securityProtocol: securityProtocols.PLAINTEXT }]
  const value = {
    controllerId: nodeId,
    incarnationId,
    zkMigrationReady: false,
    endPoints,
    features: supportedFeatures(image.features),
  }
  return { records: [{ type: 'RegisterController', version: 0, value }], result: null }
}

export interface BrokerRegistration {
  readonly incarnationId: string
  readonly endpoints: readonly Endpoint[]
  readonly rack: string | null
  readonly directoryId: string
  /** The epoch of the run that has marked the directory as closed in order; null when none has. */
  readonly previousBrokerEpoch: bigint | null
}

/** Does for a broker that has ended without a word what Kafka's controller does when its session is over. */
export function fenceLostBroker(image: MetadataImage, _command: null, { nodeId }: DecisionContext): Decision<null> {
  return { records: [...giveUpLeadership(image, nodeId), fence(registered(image, nodeId))], result: null }
}

/** Registers a new incarnation of this broker, fenced; the result is its broker epoch. */
export function registerBroker(
  image: MetadataImage,
  registration: BrokerRegistration,
  { nodeId, nextOffset }: DecisionContext,
): Decision<bigint> {
  const { incarnationId, endpoints, rack, directoryId, previousBrokerEpoch } = registration
  const version = registerBrokerRecordVersion(image.metadataVersion)
  const value = {
    brokerId: nodeId,
    incarnationId,
    brokerEpoch: nextOffset,
    endPoints: endpoints,
    features: supportedFeatures(image.features),
    rack,
    fenced: true,
    logDirs: version >= 3 ? [directoryId] : [],
  }
  const known = image.brokers.get(nodeId)
  const wasClean = known === undefined || known.epoch === previousBrokerEpoch
  const lost = wasClean ? [] : loseEligibility(image, nodeId)
  const records: NewMetadataRecord[] = [...lost, { type: 'RegisterBroker', version, value }]
  return { records, result: nextOffset }
}

/** Lets clients come to this broker, and makes it lead. */
export function unfenceBroker(
  image: MetadataImage,
  { directoryId }: { readonly directoryId: string },
  { nodeId }: DecisionContext,
): Decision<null> {
  const broker = registered(image, nodeId)
  const unfence = { brokerId: nodeId, brokerEpoch: broker.epoch, fenced: -1 }
  const records: NewMetadataRecord[] = [
    { type: 'BrokerRegistrationChange', version: 0, value: unfence },
    ...takeLeadership(image, { nodeId, directoryId }),
  ]
  if (registerBrokerRecordVersion(image.metadataVersion) >= 4) {
    const cordon = { brokerId: nodeId, brokerEpoch: broker.epoch, cordonedLogDirs: [] }
    records.push({ type: 'BrokerRegistrationChange', version: 3, value: cordon })
  }
  return { records, result: null }
}

/** Takes the leads away from this broker, so that nobody takes it for alive while it stops. */
export function beginControlledShutdown(
  image: MetadataImage,
  _command: null,
  { nodeId }: DecisionContext,
): Decision<null> {
  const broker = registered(image, nodeId)
  const shutdown = { brokerId: nodeId, brokerEpoch: broker.epoch, inControlledShutdown: 1 }
  const records: NewMetadataRecord[] = [
    { type: 'BrokerRegistrationChange', version: 1, value: shutdown },
    ...giveUpLeadership(image, nodeId),
  ]
  return { records, result: null }
}

export function fenceBroker(image: MetadataImage, _command: null, { nodeId }: DecisionContext): Decision<null> {
  return { records: [fence(registered(image, nodeId))], result: null }
}

function fence({ id: brokerId, epoch: brokerEpoch }: BrokerImage): NewMetadataRecord {
  return { type: 'BrokerRegistrationChange', version: 0, value: { brokerId, brokerEpoch, fenced: 1 } }
}

function registered(image: MetadataImage, nodeId: number): BrokerImage {
  const broker = image.brokers.get(nodeId)
  if (broker === undefined) throw new Error(`broker ${nodeId} is not registered`)
  return broker
}
