import { createHash } from 'node:crypto'

/** A topic of the cluster, as far as groups are concerned. */
export interface TopicInfo {
  readonly topicId: string
  readonly name: string
  readonly partitionCount: number
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
 * A number that changes when one of the topics comes, goes, is made anew or gets partitions; 0 when none exists.
 *
 * Kafka takes XXH3 over the same facts and the racks of replicas. The value is only ever compared with an earlier one of
 * its own: a group that moves between the two brokers is assigned once more, to the same partitions.
 */
export function metadataHashOf(names: Iterable<string>, topics: TopicDirectory): bigint {
  const known = [...names]
    .map((name) => topics.byName(name))
    .filter((topic) => topic !== null)
    .sort((left, right) => (left.name < right.name ? -1 : 1))
  if (known.length === 0) return 0n
  const hash = createHash('sha256')
  for (const { topicId, name, partitionCount } of known) hash.update(`${topicId} ${name} ${partitionCount}\n`)
  return hash.digest().readBigInt64BE(0)
}
