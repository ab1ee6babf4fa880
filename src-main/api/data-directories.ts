import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './base.ts'
import { localClusterStatus } from './local-cluster.ts'
import { say } from './languages/texts.ts'

/** Of a directory on this machine, absolute. */
export const directoryPath = z.string().trim().min(1, say('sayDirectory'))

/** Who has a directory open at the moment. */
export const directoryHolder = z.object({
  /** Null: the system does not say. */
  processId: z.number().nullable(),
  /** As far as its command line tells: "Apache Kafka", "Brokkr", or its command; null: unknown. */
  program: z.string().nullable(),
})

/** A log directory of Kafka or of Brokkr, as it lies there. Nothing in it was changed by looking. */
export const dataDirectory = z.object({
  path: z.string(),
  clusterId: z.string(),
  nodeId: z.number(),
  directoryId: z.string().nullable(),
  /** The level of `metadata.version` and the release that has brought it; null: could not be read. */
  metadataVersion: z.object({ level: z.number(), release: z.string().nullable() }).nullable(),
  /** The other features and their levels. */
  features: z.array(z.object({ name: z.string(), level: z.number() })),
  topicCount: z.number(),
  partitionCount: z.number(),
  /** What the files say that they hold, and what they take of the disk: index files may have holes. */
  sizeBytes: z.bigint(),
  allocatedBytes: z.bigint(),
  /** When it was stopped in order; null: it is open, or its broker was killed. */
  lastCleanStop: z.bigint().nullable(),
  lastWrittenAt: z.bigint().nullable(),
  /** Null: nobody has it open. */
  holder: directoryHolder.nullable(),
  /** Whether the local cluster keeps its data there. */
  isLocalCluster: z.boolean(),
  /** Why it cannot be the local cluster as it is, in one sentence; null: it can. */
  obstacle: z.string().nullable(),
  /** Where a backup of it could go. */
  suggestedBackup: z.string(),
})
export type DataDirectory = z.infer<typeof dataDirectory>

/** How far a copy is. Holes in the files are kept and not counted. */
export const backupProgress = z.object({
  copiedBytes: z.bigint(),
  totalBytes: z.bigint(),
  /** Where the copy is; null until it is whole. */
  finishedAs: z.string().nullable(),
})
export type BackupProgress = z.infer<typeof backupProgress>

/** Names a directory where the segment viewer asks for a cluster: `directory:/var/lib/kafka`. */
export const directoryClusterPrefix = 'directory:'

const onDirectory = z.object({ path: directoryPath })

export const dataDirectories = {
  /** `REJECTED` where there is no log directory. */
  describe: procedure.input(onDirectory).output(dataDirectory),
  /**
   * Copies the directory to `target`, which must not exist. Refuses when somebody has it open or there is not the room.
   * Closing the stream before it has ended stops the copy and removes what there is of it.
   */
  backUp: procedure.input(onDirectory.extend({ target: directoryPath })).output(eventIterator(backupProgress)),
  /** Makes it the directory of the local cluster, which must not run; it is not started. */
  adopt: procedure.input(onDirectory).output(localClusterStatus),
  /** Goes back to the directory that Brokkr has made for its local cluster. */
  abandon: procedure.output(localClusterStatus),
  /** Asks in a dialog of the system. Null: cancelled. Only of the desktop; `REJECTED` in a browser. */
  choose: procedure.input(z.object({ title: z.string() })).output(z.string().nullable()),
}
