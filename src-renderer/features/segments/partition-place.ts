/** Which partition's files are meant. */
export interface PartitionPlace {
  readonly clusterId: string
  readonly topic: string
  readonly partition: number
}
