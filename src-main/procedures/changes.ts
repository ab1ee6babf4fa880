import type { InferContractRouterInputs } from '@orpc/contract'
import { localClusterId } from '../api/clusters.ts'
import type { contract } from '../api/contract.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { readState } from '../transfers/redrive-journal.ts'
import { redriveDirectory } from './redrive-directory.ts'
import type { Services } from './services.ts'
import {
  accessOfPrincipals,
  brokerConfig,
  groupOffsets,
  quotaOf,
  throttleRates,
  topicBounds,
  topicConfig,
  topicShape,
  usersNamed,
} from './state-for-journal.ts'

/** What a procedure does to a cluster: the journal writes it down, and a cluster marked as read-only refuses it. */
export interface ClusterChange<Input> {
  /** Of the cluster that is changed. */
  readonly clusterId: (input: Input, services: Services) => string | Promise<string>
  /** What it is done to, as its name: a topic, a group, a user. */
  readonly subject: (input: Input) => string
  /** What of the input the journal keeps. Never a secret, and never the contents of messages. */
  readonly details?: (input: Input) => unknown
  /** What the cluster says of the subject; asked before and after. */
  readonly state?: (cluster: WireCluster, input: Input) => Promise<unknown>
}

/**
 * `reads` changes nothing; `keeps` changes only what Brokkr itself keeps: its settings, a scan, a file that it writes; `connection` so too,
 * but the journal has it (`connection-changes.ts`).
 */
type Effect<Input> = 'reads' | 'keeps' | 'connection' | ClusterChange<Input>

type Inputs = InferContractRouterInputs<typeof contract>

/** Every procedure of the contract: one that is left out does not compile. */
type Effects = {
  readonly [Area in keyof Inputs]: { readonly [Name in keyof Inputs[Area]]: Effect<Inputs[Area][Name]> }
}

const onCluster = ({ clusterId }: { clusterId: string }): string => clusterId
const onLocalCluster = (): string => localClusterId
const topicOf = ({ topic }: { topic: string }): string => topic
const groupOf = ({ groupId }: { groupId: string }): string => groupId

const principalsOf = (bindings: readonly { principal: string }[]): string[] => [
  ...new Set(bindings.map(({ principal }) => principal)),
]
/** Kafka's settings that hold a secret are named so; the cluster hides their values as well. */
const isSecretConfig = (name: string): boolean => /password|secret|\.key$|keystore|jaas/i.test(name)

const procedureEffects: Effects = {
  application: { describe: 'reads', remembered: 'reads', remember: 'keeps', speak: 'keeps' },
  settings: { get: 'reads', change: 'keeps' },
  updates: { check: 'reads', install: 'keeps' },
  localCluster: {
    watch: 'reads',
    start: 'keeps',
    stop: 'keeps',
    restart: 'keeps',
    setSecureMode: 'keeps',
    describeSecureMode: 'reads',
    wipe: { clusterId: onLocalCluster, subject: () => '' },
    describeData: 'reads',
    loadSampleData: { clusterId: onLocalCluster, subject: () => 'sample-*' },
    handOver: 'keeps',
    watchLog: 'reads',
  },
  dataDirectories: { describe: 'reads', backUp: 'keeps', adopt: 'keeps', abandon: 'keeps', choose: 'reads' },
  clusters: {
    list: 'reads',
    connect: 'connection',
    describe: 'reads',
    change: 'connection',
    test: 'reads',
    forget: 'connection',
    retry: 'reads',
    watchConnection: 'reads',
    readProperties: 'reads',
    export: 'reads',
    readExport: 'reads',
    readExportFile: 'reads',
    import: 'connection',
  },
  secrets: { watch: 'reads', unlock: 'keeps', protect: 'keeps', keepInMemory: 'keeps' },
  brokers: {
    list: 'reads',
    configs: 'reads',
    quorum: 'reads',
    features: 'reads',
    changeConfig: {
      clusterId: onCluster,
      subject: ({ nodeId }) => (nodeId === null ? '*' : String(nodeId)),
      details: ({ name, value }) => ({ name, value: isSecretConfig(name) ? '(hidden)' : value }),
      state: (cluster, { nodeId, name }) => brokerConfig(cluster, nodeId, name),
    },
  },
  topics: {
    list: 'reads',
    figures: 'reads',
    describe: 'reads',
    configDefinitions: 'reads',
    configs: 'reads',
    effect: 'reads',
    previewPurge: 'reads',
    clone: {
      clusterId: onCluster,
      subject: ({ newName }) => newName,
      details: ({ topic, partitionCount }) => ({ from: topic, partitionCount }),
      state: (cluster, { newName }) => topicShape(cluster, newName),
    },
    recreate: {
      clusterId: onCluster,
      subject: topicOf,
      state: (cluster, { topic }) => topicShape(cluster, topic),
    },
    purge: {
      clusterId: onCluster,
      subject: topicOf,
      details: ({ purges }) => ({ purges }),
      state: (cluster, { topic }) => topicBounds(cluster, topic),
    },
    create: {
      clusterId: onCluster,
      subject: ({ name }) => name,
      details: ({ partitionCount, replicationFactor, configs }) => ({ partitionCount, replicationFactor, configs }),
      state: (cluster, { name }) => topicShape(cluster, name),
    },
    delete: {
      clusterId: onCluster,
      subject: topicOf,
      state: (cluster, { topic }) => topicShape(cluster, topic),
    },
    addPartitions: {
      clusterId: onCluster,
      subject: topicOf,
      details: ({ totalPartitionCount }) => ({ totalPartitionCount }),
      state: (cluster, { topic }) => topicShape(cluster, topic),
    },
    changeConfig: {
      clusterId: onCluster,
      subject: topicOf,
      details: ({ name, value }) => ({ name, value }),
      state: (cluster, { topic, name }) => topicConfig(cluster, topic, name),
    },
  },
  messages: { read: 'reads', bytes: 'reads', get: 'reads' },
  scans: {
    open: 'reads',
    rows: 'reads',
    more: 'reads',
    decode: 'reads',
    stop: 'reads',
    pause: 'reads',
    resume: 'reads',
    histogram: 'reads',
    paths: 'reads',
    tryFilter: 'reads',
    timeline: 'reads',
  },
  decoding: {
    choice: 'reads',
    remember: 'keeps',
    forget: 'keeps',
    registry: 'reads',
    setRegistry: 'keeps',
    testRegistry: 'reads',
    schemaFiles: 'reads',
    addSchemaFile: 'keeps',
    removeSchemaFile: 'keeps',
  },
  transfers: {
    exportRows: 'keeps',
    exportScanRows: 'keeps',
    suggestedPath: 'reads',
    previewSource: 'reads',
    schemaTemplate: 'reads',
    produceMany: {
      clusterId: onCluster,
      subject: topicOf,
      details: ({ source }) => {
        if (source.kind === 'file') return { from: source.path }
        return { from: source.kind === 'upload' ? source.name : source.kind }
      },
    },
    // What it writes is that of produceMany.
    feed: 'keeps',
    stop: 'keeps',
  },
  redrives: {
    dryRun: 'reads',
    run: {
      clusterId: ({ targetClusterId }) => targetClusterId,
      subject: ({ target }) => (target.from === 'name' ? target.topic : (target.otherwise ?? '')),
      details: ({ source }) => ({ fromCluster: source.clusterId, fromTopic: source.topic }),
    },
    unfinished: 'reads',
    resume: {
      clusterId: async ({ redriveId }, services) =>
        (await readState(redriveDirectory(services), redriveId)).order.targetClusterId,
      subject: ({ redriveId }) => redriveId,
    },
    discard: 'keeps',
  },
  producing: {
    check: 'reads',
    produce: {
      clusterId: onCluster,
      subject: topicOf,
      details: ({ partition }) => ({ partition }),
    },
    resend: { clusterId: onCluster, subject: topicOf, details: ({ from }) => ({ from }) },
  },
  groups: {
    list: 'reads',
    figures: 'reads',
    describe: 'reads',
    ofTopic: 'reads',
    timeLags: 'reads',
    previewReset: 'reads',
    applyReset: {
      clusterId: onCluster,
      subject: groupOf,
      details: ({ offsets }) => ({ offsets }),
      state: (cluster, { groupId }) => groupOffsets(cluster, groupId),
    },
    undoReset: {
      clusterId: onCluster,
      subject: groupOf,
      details: ({ snapshotId }) => ({ snapshotId }),
      state: (cluster, { groupId }) => groupOffsets(cluster, groupId),
    },
    deleteOffsets: {
      clusterId: onCluster,
      subject: groupOf,
      details: ({ scope }) => ({ scope }),
      state: (cluster, { groupId }) => groupOffsets(cluster, groupId),
    },
    delete: {
      clusterId: onCluster,
      subject: groupOf,
      state: (cluster, { groupId }) => groupOffsets(cluster, groupId),
    },
    snapshots: 'reads',
    deletedGroups: 'reads',
    snapshotOffsets: 'reads',
    saveSnapshot: 'keeps',
    removeSnapshot: 'keeps',
    offsetsAsCsv: 'reads',
  },
  lag: { pinned: 'reads', pin: 'keeps', unpin: 'keeps', history: 'reads' },
  segments: {
    open: 'reads',
    folder: 'reads',
    file: 'reads',
    survey: 'reads',
    batches: 'reads',
    batchNumber: 'reads',
    map: 'reads',
    records: 'reads',
    locate: 'reads',
    check: 'reads',
    outlook: 'reads',
    forecast: 'reads',
    foretoldBatches: 'reads',
    foretoldMap: 'reads',
    foretoldRecords: 'reads',
  },
  journal: { list: 'reads' },
  access: {
    acls: 'reads',
    rightsOf: 'reads',
    ownRights: 'reads',
    users: 'reads',
    quotas: 'reads',
    createAcls: {
      clusterId: onCluster,
      subject: ({ bindings }) => principalsOf(bindings).join(', '),
      details: ({ bindings }) => ({ acls: bindings }),
      state: (cluster, { bindings }) => accessOfPrincipals(cluster, principalsOf(bindings)),
    },
    deleteAcls: {
      clusterId: onCluster,
      subject: ({ bindings }) => principalsOf(bindings).join(', '),
      details: ({ bindings }) => ({ acls: bindings }),
      state: (cluster, { bindings }) => accessOfPrincipals(cluster, principalsOf(bindings)),
    },
    setPassword: {
      clusterId: onCluster,
      subject: ({ user }) => user,
      details: ({ mechanisms, iterations }) => ({ mechanisms, iterations }),
      state: (cluster, { user }) => usersNamed(cluster, user),
    },
    deleteUser: {
      clusterId: onCluster,
      subject: ({ user }) => user,
      details: ({ mechanisms }) => ({ mechanisms }),
      state: (cluster, { user }) => usersNamed(cluster, user),
    },
    changeQuota: {
      clusterId: onCluster,
      subject: ({ entity }) =>
        Object.entries(entity)
          .map(([kind, name]) => `${kind} ${name ?? '*'}`)
          .join(', '),
      details: ({ limits }) => ({ limits }),
      state: (cluster, { entity }) => quotaOf(cluster, entity),
    },
  },
  reassignments: {
    list: 'reads',
    plan: 'reads',
    start: {
      clusterId: onCluster,
      subject: topicOf,
      details: ({ assignments, bytesPerSecond }) => ({ assignments, bytesPerSecond }),
      state: (cluster, { topic }) => topicShape(cluster, topic),
    },
    cancel: {
      clusterId: onCluster,
      subject: topicOf,
      details: ({ partitions }) => ({ partitions }),
      state: (cluster, { topic }) => topicShape(cluster, topic),
    },
    changeThrottle: {
      clusterId: onCluster,
      subject: () => '',
      details: ({ bytesPerSecond }) => ({ bytesPerSecond }),
      state: (cluster) => throttleRates(cluster),
    },
    removeThrottle: { clusterId: onCluster, subject: () => '', state: (cluster) => throttleRates(cluster) },
  },
  transactions: {
    list: 'reads',
    activeProducers: 'reads',
    findHanging: 'reads',
    abort: {
      clusterId: onCluster,
      subject: ({ topic, partition }) => `${topic}-${partition}`,
      details: ({ openSinceOffset }) => ({ openSinceOffset }),
    },
  },
}

/**
 * What the procedure at this path of the contract changes on a cluster; null when it changes nothing there. The input must have
 * passed the contract's own check.
 */
export function clusterChangeOf(path: readonly string[]): ClusterChange<unknown> | null {
  const [area = '', name = '', ...deeper] = path
  const ofArea: Readonly<Record<string, Effect<never>>> | undefined = Object.hasOwn(procedureEffects, area)
    ? procedureEffects[area as keyof Effects]
    : undefined
  const effect = ofArea !== undefined && Object.hasOwn(ofArea, name) ? ofArea[name] : undefined
  if (effect === undefined || deeper.length > 0) throw new Error(`Nobody has said what ${path.join('.')} changes.`)
  return typeof effect === 'string' ? null : (effect as ClusterChange<unknown>)
}
