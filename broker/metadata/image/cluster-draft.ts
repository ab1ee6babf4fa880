import type { MetadataRecordValue } from '../records/metadata-records.ts'
import type { BrokerImage, ControllerImage, Endpoint } from './broker-image.ts'
import { DraftMap } from './draft-map.ts'
import { InconsistentMetadataError } from './inconsistent-metadata-error.ts'

export interface ClusterChange {
  readonly brokers: ReadonlyMap<number, BrokerImage>
  readonly controllers: ReadonlyMap<number, ControllerImage>
}

/** Brokers and controllers of an image while records change them. */
export class ClusterDraft {
  readonly #brokers: DraftMap<number, BrokerImage>
  readonly #controllers: DraftMap<number, ControllerImage>

  constructor(before: ClusterChange) {
    this.#brokers = new DraftMap(before.brokers)
    this.#controllers = new DraftMap(before.controllers)
  }

  registerBroker(record: MetadataRecordValue<'RegisterBroker'>): void {
    this.#brokers.set(record.brokerId, {
      id: record.brokerId,
      epoch: record.brokerEpoch,
      incarnationId: record.incarnationId,
      endpoints: record.endPoints.map(endpoint),
      features: record.features,
      rack: record.rack,
      fenced: record.fenced,
      inControlledShutdown: record.inControlledShutdown,
      isMigratingZkBroker: record.isMigratingZkBroker,
      directories: record.logDirs,
      cordonedDirectories: record.cordonedLogDirs,
    })
  }

  unregisterBroker(id: number): void {
    this.#brokers.delete(id)
  }

  setFenced(broker: { readonly id: number; readonly epoch: bigint }, fence: { readonly fenced: boolean }): void {
    this.#brokers.set(broker.id, { ...this.#existing(broker.id, broker.epoch), fenced: fence.fenced })
  }

  changeBroker(record: MetadataRecordValue<'BrokerRegistrationChange'>): void {
    const before = this.#existing(record.brokerId, record.brokerEpoch)
    this.#brokers.set(record.brokerId, {
      ...before,
      fenced: record.fenced === 0 ? before.fenced : record.fenced > 0,
      inControlledShutdown: record.inControlledShutdown === 0 ? before.inControlledShutdown : true,
      directories: record.logDirs.length === 0 ? before.directories : record.logDirs,
      cordonedDirectories: record.cordonedLogDirs ?? before.cordonedDirectories,
    })
  }

  registerController(record: MetadataRecordValue<'RegisterController'>): void {
    this.#controllers.set(record.controllerId, {
      id: record.controllerId,
      incarnationId: record.incarnationId,
      zkMigrationReady: record.zkMigrationReady,
      endpoints: record.endPoints.map(endpoint),
      features: record.features,
    })
  }

  unregisterController(id: number): void {
    this.#controllers.delete(id)
  }

  finish(): ClusterChange {
    return { brokers: this.#brokers.freeze(), controllers: this.#controllers.freeze() }
  }

  #existing(id: number, epoch: bigint): BrokerImage {
    const broker = this.#brokers.get(id)
    if (broker === undefined) {
      throw new InconsistentMetadataError(`the registration of broker ${id} changes, but it is not registered`)
    }
    if (broker.epoch !== epoch) {
      throw new InconsistentMetadataError(
        `the registration of broker ${id} changes in epoch ${epoch}, but its epoch is ${broker.epoch}`,
      )
    }
    return broker
  }
}

function endpoint({ name, host, port, securityProtocol }: Endpoint): Endpoint {
  return { name, host, port, securityProtocol }
}
