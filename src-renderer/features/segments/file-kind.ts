import type { SegmentFileKind } from '../../api/segments.ts'

const BY_NAME: Readonly<Record<string, SegmentFileKind>> = {
  'leader-epoch-checkpoint': 'leader-epochs',
  'partition.metadata': 'partition-metadata',
  'quorum-state': 'quorum-state',
  'recovery-point-offset-checkpoint': 'recovery-points',
  'log-start-offset-checkpoint': 'log-start-offsets',
  'replication-offset-checkpoint': 'high-watermarks',
  'cleaner-offset-checkpoint': 'cleaner-offsets',
  'meta.properties': 'meta-properties',
  'bootstrap.checkpoint': 'bootstrap',
  '.kafka_cleanshutdown': 'clean-marker',
  '.lock': 'lock',
}
const BY_ENDING: readonly SegmentFileKind[] = ['log', 'index', 'timeindex', 'txnindex', 'snapshot']

/** What a file is by its name, for the words that explain it; the back end tells the same of each in a folder. */
export function kindOfFile(fileName: string): SegmentFileKind {
  const name = fileName.replace(/\.tmp$/, '')
  const ending = /^\d{20}\.([a-z]+)/.exec(name)?.[1] ?? (name.endsWith('.log') ? 'log' : undefined)
  return (
    BY_NAME[name] ??
    BY_ENDING.find((each) => each === ending) ??
    (/^\d{20}-\d{10}/.test(name) ? 'metadata-snapshot' : 'unknown')
  )
}
