import { parseDirectoryName } from '../../broker/log/directory-name.ts'
import type { SegmentFileKind } from '../api/segment-contents.ts'

/** Whether the file holds batches. */
export function holdsBatches({ kind }: { readonly kind: SegmentFileKind }): boolean {
  return kind === 'log' || kind === 'metadata-snapshot' || kind === 'bootstrap'
}

/** The topic and partition of a folder. A topic's name can be cut in a folder that waits to be deleted. */
export function nameOfFolder(folder: string): ReturnType<typeof parseDirectoryName> {
  return parseDirectoryName(folder)
}

/** The file beside a log that has its index or snapshot: the same name with another ending. */
export function companionOf(logName: string, kind: 'index' | 'timeindex' | 'txnindex'): string {
  return logName.replace(/\.log(?=$|\.)/, `.${kind}`)
}
