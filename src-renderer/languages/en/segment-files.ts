import { english, formatNumber, type Count } from '../../../src-main/api/languages/grammar.ts'

export const segmentFiles = {
  label: 'Files',
  none: 'No files',
  noneWhat: 'The folder is empty.',
  columns: { file: 'File', kind: 'What it is', size: 'Size', written: 'Last written', what: 'For what' },
  kinds: {
    log: {
      name: 'Records',
      what: 'The batches of records, one behind the other, from the offset in the file’s name on.',
    },
    index: {
      name: 'Offset index',
      what: 'From offsets to positions in the log, an entry for about every 4 KiB. Derived from the log: it can be made again.',
    },
    timeindex: {
      name: 'Time index',
      what: 'From times to offsets: the largest timestamp so far, and where it is. Derived from the log: it can be made again.',
    },
    txnindex: {
      name: 'Aborted transactions',
      what: 'The transactions whose abort lies in this segment, so that readers of committed records can leave them out.',
    },
    snapshot: {
      name: 'Producers',
      what: 'What was known of idempotent producers before this offset: their last sequences, and open transactions.',
    },
    'leader-epochs': {
      name: 'Leader epochs',
      what: 'Which leader epoch wrote from which offset on. Followers find by it what they have to cut off.',
    },
    'partition-metadata': {
      name: 'Topic id',
      what: 'The id of the topic that the folder belongs to. Without it Kafka takes the folder for a stray one.',
    },
    'quorum-state': {
      name: 'Quorum state',
      what: 'Who leads the metadata quorum in which epoch, and whom this node has voted for.',
    },
    'metadata-snapshot': {
      name: 'Metadata snapshot',
      what: 'The whole cluster metadata as it was before the offset in the file’s name; the log before it is not needed any more.',
    },
    bootstrap: {
      name: 'Bootstrap metadata',
      what: 'The records with which the metadata of this cluster began; formatting has written them.',
    },
    'recovery-points': {
      name: 'Recovery points',
      what: 'All before these offsets was forced to the disk. After a crash only what lies behind is looked through.',
    },
    'log-start-offsets': {
      name: 'Log start offsets',
      what: 'Where partitions begin that do not begin with their first segment: the records before were deleted.',
    },
    'high-watermarks': {
      name: 'High watermarks',
      what: 'Up to these offsets all replicas in sync have the records, and readers see them.',
    },
    'cleaner-offsets': {
      name: 'Cleaner offsets',
      what: 'Up to these offsets compaction has compared keys; what lies behind is dirty.',
    },
    'meta-properties': { name: 'Identity', what: 'To which cluster and node the log directory belongs.' },
    'clean-marker': {
      name: 'Clean stop',
      what: 'The last stop was in order: the next start trusts all files and recovers nothing. It is removed when a broker starts.',
    },
    lock: { name: 'Lock', what: 'Held by the broker that has the directory open.' },
    unknown: { name: 'Not Kafka’s', what: 'Nothing that Kafka writes; it ignores the file.' },
  },
  states: {
    deleted: {
      name: 'deleted',
      what: 'Retention or compaction has taken it away. It is removed from the disk after file.delete.delay.ms, a minute by default, or at the next start.',
    },
    cleaned: {
      name: 'being compacted',
      what: 'Compaction is writing it. Where no broker runs, a crash has interrupted that: the next start removes it, and the old segments hold.',
    },
    swap: {
      name: 'taking its place',
      what: 'Compaction has written it to its end, and it takes the place of the segments in its range. Where no broker runs, the next start ends that.',
    },
    part: {
      name: 'being written',
      what: 'A snapshot that is not whole. Where no broker runs, the next start removes it.',
    },
    temporary: { name: 'being written', what: 'The new contents of a file, before they take its place in one step.' },
  },
}

export const segmentContents = {
  problem: 'The file is not sound.',
  none: 'none',
  goesOn: 'goes on',
  asItIs: 'As it is in the file',
  empty: 'Nothing is in it',
  emptyWhat: 'The file has no bytes.',
  noEntries: 'No entries',
  noEntriesWhat: 'An index gets its first entry when about 4 KiB were written behind the first batch.',
  reserved: (bytes: Count) =>
    `Zeros follow the last entry, ${formatNumber(bytes)} bytes of them: room that Kafka takes in advance for an active segment and gives back when it is closed.`,
  pages: {
    all: (total: Count) => english.counted(total, { one: 'entry', other: 'entries' }),
    some: (from: Count, to: Count, total: Count) =>
      `${formatNumber(from)}–${formatNumber(to)} of ${english.counted(total, { one: 'entry', other: 'entries' })}`,
    previous: 'Previous',
    next: 'Next',
    last: 'Last',
  },
  columns: {
    entry: 'Entry',
    offset: 'Offset',
    position: 'Position',
    largestTimestamp: 'Largest timestamp so far',
    producer: 'Producer',
    firstOffset: 'First offset',
    endOffset: 'End offset',
    marker: 'Abort marker',
    lastStable: 'Last stable offset',
    epoch: 'Epoch',
    sequences: 'Last sequences',
    lastOffset: 'Last offset',
    timestamp: 'Last timestamp',
    coordinatorEpoch: 'Coordinator epoch',
    openSince: 'Open transaction from',
    topic: 'Topic',
    partition: 'Partition',
  },
  facts: {
    version: 'the format of this file',
    'cluster.id': 'of the cluster that the directory belongs to',
    'node.id': 'of the node that wrote it',
    'directory.id': 'by which the metadata names this directory',
    topic_id: 'by which the metadata names the topic',
    leaderId: 'the node that led the quorum, -1: none that is known',
    leaderEpoch: 'the term in which it led',
    votedId: 'the node that this one has voted for, -1: none',
    votedDirectoryId: 'the directory of that node',
    data_version: 'the format of this file: 1 is that of kraft.version 1',
    appliedOffset: 'not used any more',
    currentVoters: 'the voters, where the configuration names them',
    clusterId: 'not used any more',
    brokerEpoch: 'the registration with which the broker has stopped',
  },
}
