import { parseUuid } from '../../bytes/uuid.ts'
import { xxh3 } from '../../bytes/xxh3.ts'

/** A topic of the cluster, as far as groups are concerned. */
export interface TopicInfo {
  readonly topicId: string
  readonly name: string
  readonly partitionCount: number
  /** The racks of the brokers that have a partition's replicas; those without a rack are left out. */
  racksOf(partition: number): readonly string[]
}

/** The topics of the cluster at one moment. Declared here, given by whoever knows them. */
export interface TopicDirectory {
  /** Grows whenever a topic comes, goes or gets partitions. */
  readonly version: bigint
  byName(name: string): TopicInfo | null
  byId(topicId: string): TopicInfo | null
  names(): Iterable<string>
}

/**
 * A number that changes when one of the topics comes, goes, is made anew, gets partitions or other racks; 0 when none
 * exists. It is the same as Apache Kafka's (KIP-1101): a group that moves between the two is not assigned anew for it.
 *
 *     group   XXH3 over the hashes of its topics, int64 each, in the order of the topics' names
 *     topic   XXH3 over  0 (int8)  topic id (two int64)  name  partition count (int32)
 *                        then for each partition:  its number (int32)  and for each rack, sorted:  length (int32)  rack
 *     text    its UTF-16 units, then how many they are (int32)
 *
 * Numbers are little-endian; the halves of the id are those of its 16 bytes read big-endian.
 */
export function metadataHashOf(names: Iterable<string>, topics: TopicDirectory): bigint {
  const known = [...names]
    .map((name) => topics.byName(name))
    .filter((topic) => topic !== null)
    .sort((left, right) => (left.name < right.name ? -1 : 1))
  if (known.length === 0) return 0n
  const hashes = Buffer.alloc(8 * known.length)
  for (const [index, topic] of known.entries()) hashes.writeBigInt64LE(hashOf(topic), 8 * index)
  return xxh3(hashes)
}

/** Topics come as the same object as long as nothing changes about them. */
const knownHashes = new WeakMap<TopicInfo, bigint>()

function hashOf(topic: TopicInfo): bigint {
  const known = knownHashes.get(topic)
  if (known !== undefined) return known
  const parts: Uint8Array[] = [
    Buffer.of(0),
    Buffer.from(parseUuid(topic.topicId)).swap64(),
    text(topic.name),
    int32(topic.partitionCount),
  ]
  for (let partition = 0; partition < topic.partitionCount; partition++) {
    parts.push(int32(partition))
    for (const rack of [...topic.racksOf(partition)].sort()) parts.push(int32(rack.length), text(rack))
  }
  const hash = xxh3(Buffer.concat(parts))
  knownHashes.set(topic, hash)
  return hash
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from(value, 'utf16le'), int32(value.length)])
}
