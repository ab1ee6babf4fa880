/** A partition that has a directory on this machine. */
export interface PartitionOnDisk {
  readonly topic: string
  readonly partition: number
  readonly directory: string
  readonly sizeBytes: bigint
}
