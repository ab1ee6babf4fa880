import { dirname, join } from 'node:path'
import type { Environment } from '../../environment/environment.ts'
import { featuresOfRelease, oldestRelease } from '../features.ts'
import type { NewMetadataRecord } from '../records/metadata-records.ts'
import { MetadataStorageError } from './metadata-storage-error.ts'
import { writeMetaProperties, type MetaProperties } from './meta-properties.ts'
import { initialRaftState, type RaftState, type Voters } from './raft-state.ts'
import { snapshotBatches } from './snapshot-writer.ts'
import { snapshotPath } from './snapshot-files.ts'

/** The directory of the metadata log inside the data directory. */
export const metadataLogName = '__cluster_metadata-0'

const bootstrapName = 'bootstrap.checkpoint'

export function bootstrapPath(directory: string): string {
  return join(directory, bootstrapName)
}

/** Files that may lie in a directory that counts as empty: locks, checkpoints, and what formatting itself leaves behind. */
const harmlessFile = /^(?:\.lock.*|\.DS_Store|bootstrap\.checkpoint|[a-z-]+-offset-checkpoint|.*\.tmp)$/

/**
 * Refuses a directory without `meta.properties` that holds anything of somebody's.
 * @throws MetadataStorageError
 */
export function requireFormattable({ disk }: Environment, directory: string): void {
  for (const { name, kind } of disk.list(directory)) {
    if (name === metadataLogName && kind === 'directory') {
      const inside = disk.list(join(directory, name)).filter((entry) => !/^0{20}-0{10}\.checkpoint/.test(entry.name))
      if (inside.length === 0) continue
      throw new MetadataStorageError(
        directory,
        'holds the metadata of a cluster, but its meta.properties is missing. Restore that file, or choose another directory.',
      )
    }
    if (kind === 'file' && harmlessFile.test(name)) continue
    throw new MetadataStorageError(
      directory,
      `is not empty (it holds ${name}) and is no Kafka data directory. Choose an empty directory.`,
    )
  }
}

export interface FormatOptions {
  readonly directory: string
  readonly properties: MetaProperties & { readonly directoryId: string }
  readonly controllerEndpoint: { readonly host: string; readonly port: number }
  /** The release of Apache Kafka whose features the cluster gets; the oldest when left out. */
  readonly release?: string
}

/**
 * Formats as `kafka-storage format --standalone` does: `bootstrap.checkpoint` with the features of the cluster, a first
 * snapshot with the one voter, and last `meta.properties`, without which a directory counts as unformatted. Every
 * Kafka 4 from that release on opens what comes out.
 */
export function formatDirectory(environment: Environment, options: FormatOptions): void {
  const { directory, properties } = options
  const logDirectory = join(directory, metadataLogName)
  environment.disk.makeDirectory(logDirectory)
  environment.disk.syncDirectory(dirname(directory))
  replaceSnapshotFile(environment, bootstrapPath(directory), {
    raft: initialRaftState,
    records: bootstrapRecords(options.release),
    lastContainedLogTimestamp: 0n,
  })
  replaceSnapshotFile(environment, snapshotPath(logDirectory, { endOffset: 0n, epoch: 0 }), {
    raft: { ...initialRaftState, kraftVersion: 1, voters: soleVoter(options) },
    records: [],
    lastContainedLogTimestamp: BigInt(environment.clock.now()),
  })
  environment.disk.syncDirectory(logDirectory)
  writeMetaProperties(environment, directory, properties)
}

/** The features of a new cluster. @throws UnsupportedFeatureError */
export function bootstrapRecords(release: string = oldestRelease): NewMetadataRecord[] {
  return featuresOfRelease(release).map(({ name, level }) => {
    return { type: 'FeatureLevel', version: 0, value: { name, featureLevel: level } }
  })
}

/** The name of the listener is what Kafka's own configuration file calls that of its controller. */
function soleVoter({ properties, controllerEndpoint }: FormatOptions): Voters {
  const { host, port } = controllerEndpoint
  return [
    {
      voterId: properties.nodeId,
      voterDirectoryId: properties.directoryId,
      endpoints: [{ name: 'CONTROLLER', host, port }],
      kraftVersionFeature: { minSupportedVersion: 0, maxSupportedVersion: 1 },
    },
  ]
}

function replaceSnapshotFile(
  { disk, clock }: Environment,
  path: string,
  said: {
    readonly raft: RaftState
    readonly records: readonly NewMetadataRecord[]
    readonly lastContainedLogTimestamp: bigint
  },
): void {
  const contents = { id: { endOffset: 0n, epoch: 0 }, ...said }
  disk.replaceFile(path, Buffer.concat([...snapshotBatches(contents, { epoch: 0, timestamp: clock.now() })]))
}
