import { execFile } from 'node:child_process'
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/** Maven's plugin that fetches, by goal. */
const goals = {
  'copy-dependencies': 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies',
  // Later releases insist upon a parent's description, which not everybody publishes.
  unpack: 'org.apache.maven.plugins:maven-dependency-plugin:2.10:unpack',
} as const

/**
 * A folder that is made once: `fill` makes one beside it, which is renamed then, so that a folder of that name is always
 * whole.
 */
export async function cachedFolder(folder: string, fill: (partial: string) => Promise<void>): Promise<void> {
  const exists = await access(folder).then(
    () => true,
    () => false,
  )
  if (exists) return
  await mkdir(dirname(folder), { recursive: true })
  const partial = await mkdtemp(join(dirname(folder), 'partial-'))
  try {
    await fill(partial)
    await rename(partial, folder).catch((error: NodeJS.ErrnoException) => {
      // Somebody else was faster.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
}

export interface Fetching {
  readonly goal: keyof typeof goals
  readonly args: readonly string[]
  /** For people. */
  readonly what: string
  /** Where Maven runs, and leaves its marks of what it has unpacked: where it finds them it unpacks nothing. */
  readonly workingDirectory?: string
}

/** Fetches from Maven Central, or from the mirror that Maven is set to. */
export async function fetchWithMaven({ goal, args, what, workingDirectory }: Fetching): Promise<void> {
  try {
    const options = workingDirectory === undefined ? {} : { cwd: workingDirectory }
    await promisify(execFile)('mvn', ['--batch-mode', '--quiet', goals[goal], ...args], options)
  } catch (error) {
    // Maven explains itself on standard output.
    const { stdout, message } = error as { stdout?: string; message: string }
    throw new Error(`${what} could not be downloaded: ${stdout || message}`, { cause: error })
  }
}
