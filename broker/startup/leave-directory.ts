import type { LogDirectory } from '../log/log-directory.ts'
import type { MetadataStore } from '../metadata/metadata-store.ts'

/**
 * Hands over in the metadata and marks the directory as closed cleanly. Where there is no room for these last words the directory is let
 * go without the mark: what was acknowledged is there, and the next start looks through it.
 * @throws LogStorageError then
 */
export async function leaveDirectory(metadata: MetadataStore, directory: LogDirectory): Promise<void> {
  const { brokerEpoch } = metadata
  try {
    await metadata.stop()
  } catch (error) {
    await directory.abandon()
    throw error
  }
  await directory.close({ brokerEpoch })
}
