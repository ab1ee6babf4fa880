import { hasControllerRegistration, registerBrokerRecordVersion, supportedFeatures } from '../features.ts'
import { securityProtocols, type BrokerImage, type Endpoint } from '../image/broker-image.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import type { NewMetadataRecord } from '../records/metadata-records.ts'
import type { Decision, DecisionContext } from './decision.ts'
import { giveUpLeadership, takeLeadership } from './partition-elections.ts'

/*
 * What the controller writes as the one broker comes and goes, in the order of Kafka's:
 *
 *   start   RegisterController
 *           [PartitionChange leader -1 ...] RegisterBroker     the first only after a crash; fenced
 *           BrokerRegistrationChange unfenced, PartitionChange leader ...
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
}

/** Registers a new incarnation of this broker, fenced; the result is its broker epoch. */
export function registerBroker(
  image: MetadataImage,
  registration: BrokerRegistration,
  { nodeId, nextOffset }: DecisionContext,
): Decision<bigint> {
  const { incarnationId, endpoints, rack, directoryId } = registration
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
  const records: NewMetadataRecord[] = [...giveUpLeadership(image, nodeId), { type: 'RegisterBroker', version, value }]
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
  const broker = registered(image, nodeId)
  const fence = { brokerId: nodeId, brokerEpoch: broker.epoch, fenced: 1 }
  return { records: [{ type: 'BrokerRegistrationChange', version: 0, value: fence }], result: null }
}

function registered(image: MetadataImage, nodeId: number): BrokerImage {
  const broker = image.brokers.get(nodeId)
  if (broker === undefined) throw new Error(`broker ${nodeId} is not registered`)
  return broker
}
