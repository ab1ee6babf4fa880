import type { ReadRecord } from '../kafka/partition-reader.ts'
import type { ClusterPlace } from './cluster-place.ts'
import type { KeptClusters } from './kept-clusters.ts'
import { readRecord, type RecordAddress } from './record-reader.ts'

export interface BytesOrder {
  readonly place: ClusterPlace
  readonly address: RecordAddress
  readonly part: { readonly kind: 'key' | 'value' } | { readonly kind: 'header'; readonly index: number }
  readonly from: number
  readonly count: number
}

const keptForMs = 20_000

/**
 * The record whose bytes somebody takes away piece by piece: it is read once, and forgotten when nobody has asked for a
 * while.
 */
export class LastRecord {
  #last: { readonly id: string; readonly record: Promise<ReadRecord> } | null = null
  #forgetting: NodeJS.Timeout | null = null
  readonly #clusters: KeptClusters

  constructor(clusters: KeptClusters) {
    this.#clusters = clusters
  }

  /** Without bytes where there is a null, or no such header. @throws NotFoundError when the record is gone */
  async bytesOf({ place, address, part }: BytesOrder): Promise<Uint8Array> {
    const record = await this.#read(place, address)
    const bytes = part.kind === 'header' ? record.headers[part.index]?.value : record[part.kind]
    return bytes ?? new Uint8Array(0)
  }

  /** A record that was read just now, and whose bytes are likely to be asked for. */
  keep(place: ClusterPlace, address: RecordAddress, record: ReadRecord): void {
    this.#last = { id: idOf(place, address), record: Promise.resolve(record) }
    this.#forgetLater()
  }

  #read(place: ClusterPlace, address: RecordAddress): Promise<ReadRecord> {
    const id = idOf(place, address)
    if (this.#last?.id !== id) {
      const record = this.#readAlone(place, address)
      this.#last = { id, record }
      record.catch(() => (this.#last = null))
    }
    this.#forgetLater()
    return this.#last.record
  }

  async #readAlone(place: ClusterPlace, address: RecordAddress): Promise<ReadRecord> {
    const cluster = this.#clusters.take(place)
    try {
      return await readRecord(cluster, address)
    } finally {
      this.#clusters.giveBack(place, cluster)
    }
  }

  #forgetLater(): void {
    if (this.#forgetting !== null) clearTimeout(this.#forgetting)
    this.#forgetting = setTimeout(() => (this.#last = null), keptForMs).unref()
  }
}

function idOf({ bootstrapServers }: ClusterPlace, { topic, partition, offset }: RecordAddress): string {
  return `${bootstrapServers} ${topic} ${partition} ${offset}`
}
