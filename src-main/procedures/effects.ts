import type { AnyContractProcedure } from '@orpc/contract'
import type { contract } from '../api/contract.ts'

/**
 * What a procedure does: asks only; changes Brokkr itself, its files or the local cluster's process; or changes the cluster that its input
 * names as `clusterId` or `targetClusterId`.
 */
export type Effect = 'reads' | 'console' | 'changes'

type EffectsOf<Router> = {
  readonly [Name in keyof Router]: Router[Name] extends AnyContractProcedure ? Effect : EffectsOf<Router[Name]>
}

/**
 * Of every procedure of the contract; one that is missing here does not compile. On a cluster that is marked read-only what `changes` is
 * refused, and so is, at the socket, every request that changes something, whatever stands here.
 */
export const effects: EffectsOf<typeof contract> = {
  application: { describe: 'reads', remembered: 'reads', remember: 'console', speak: 'console' },
  settings: { get: 'reads', change: 'console' },
  localCluster: {
    watch: 'reads',
    start: 'console',
    stop: 'console',
    restart: 'console',
    setSecureMode: 'console',
    describeSecureMode: 'console',
    wipe: 'console',
    describeData: 'reads',
    handOver: 'console',
    watchLog: 'reads',
  },
  dataDirectories: { describe: 'reads', backUp: 'console', adopt: 'console', abandon: 'console', choose: 'reads' },
  clusters: {
    list: 'reads',
    connect: 'console',
    describe: 'reads',
    change: 'console',
    test: 'reads',
    forget: 'console',
    retry: 'reads',
    watchConnection: 'reads',
    readProperties: 'reads',
    export: 'reads',
    readExport: 'reads',
    import: 'console',
  },
  secrets: { watch: 'reads', unlock: 'console', protect: 'console', keepInMemory: 'console' },
  brokers: { list: 'reads', configs: 'reads' },
  topics: {
    list: 'reads',
    figures: 'reads',
    describe: 'reads',
    configDefinitions: 'reads',
    create: 'changes',
    delete: 'changes',
    addPartitions: 'changes',
    configs: 'reads',
    changeConfig: 'changes',
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
    remember: 'console',
    forget: 'console',
    registry: 'reads',
    setRegistry: 'console',
    testRegistry: 'reads',
    schemaFiles: 'reads',
    addSchemaFile: 'console',
    removeSchemaFile: 'console',
  },
  transfers: {
    exportRows: 'console',
    exportScanRows: 'console',
    suggestedPath: 'reads',
    previewSource: 'reads',
    schemaTemplate: 'reads',
    produceMany: 'changes',
    stop: 'reads',
  },
  redrives: { dryRun: 'reads', run: 'changes', unfinished: 'reads', resume: 'changes', discard: 'console' },
  producing: { check: 'reads', produce: 'changes' },
  groups: {
    list: 'reads',
    figures: 'reads',
    describe: 'reads',
    ofTopic: 'reads',
    timeLags: 'reads',
    previewReset: 'reads',
    applyReset: 'changes',
    undoReset: 'changes',
    deleteOffsets: 'changes',
    delete: 'changes',
    snapshots: 'reads',
    deletedGroups: 'reads',
    snapshotOffsets: 'reads',
    saveSnapshot: 'console',
    removeSnapshot: 'console',
    offsetsAsCsv: 'reads',
  },
  lag: { pinned: 'reads', pin: 'console', unpin: 'console', history: 'reads' },
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
  },
}

/** What is not known counts as a change. */
export function effectOf(path: readonly string[]): Effect {
  let found: unknown = effects
  for (const name of path) {
    found =
      typeof found === 'object' && found !== null && Object.hasOwn(found, name)
        ? (found as Record<string, unknown>)[name]
        : undefined
  }
  return found === 'reads' || found === 'console' ? found : 'changes'
}
