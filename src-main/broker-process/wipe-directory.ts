import { lstat, mkdir, realpath, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { texts } from '../languages/texts.ts'
import { LocalClusterError } from './cluster-problem.ts'

export interface WipeOptions {
  readonly directory: string
  /** The only place below which anything may be removed. */
  readonly inside: string
}

/**
 * Removes `directory` with all that is in it and makes it anew, empty. It is renamed first: a wipe that is cut short leaves nothing
 * that looks like a cluster.
 *
 * @throws LocalClusterError when it is not a real directory right below `inside`; then nothing has been touched.
 */
export async function wipeDirectory({ directory, inside }: WipeOptions): Promise<void> {
  const status = await lstat(directory).catch(() => null)
  if (status === null) return
  const isOurs = status.isDirectory() && (await realpath(dirname(directory))) === (await realpath(inside))
  if (!isOurs) {
    const words = texts.brokerProcess.wipe
    throw new LocalClusterError('REJECTED', {
      what: words.what,
      why: words.why(directory),
      remedy: words.remedy,
    })
  }
  const doomed = join(dirname(directory), `${basename(directory)}.wiped-${Date.now()}`)
  await rename(directory, doomed)
  await mkdir(directory, { mode: 0o700 })
  await rm(doomed, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}
