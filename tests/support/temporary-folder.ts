import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TemporaryFolder extends AsyncDisposable {
  /** Absolute path of the folder, which exists and is empty. */
  readonly path: string
  /** Absolute path of something inside; nothing is created. */
  join(...segments: string[]): string
}

/** An empty folder of one's own, gone with everything in it when its scope ends: `await using folder = await …`. */
export async function temporaryFolder(prefix = 'brokkr-'): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), prefix))
  return {
    path,
    join: (...segments) => join(path, ...segments),
    // A process that was just ended may still be closing files, or a child of it be writing: each try waits longer.
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }),
  }
}
