import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from '../support/run-command.ts'

const CACHE = join(import.meta.dirname, '../../.cache/suites')

/**
 * A folder of this name in the project's cache, filled once by `fill`. It is filled under another name and renamed, so
 * that a folder of that name is always whole.
 */
export async function cached(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(CACHE, name)
  if ((await readdir(folder).catch(() => undefined)) !== undefined) return folder
  await mkdir(CACHE, { recursive: true })
  const partial = await mkdtemp(join(CACHE, 'partial-'))
  try {
    await fill(partial)
    await rename(partial, folder)
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
  return folder
}

/** Unpacks a package of the JavaScript registry into the folder, without the folder `package` around it. */
export async function unpackNpmPackage(specification: string, folder: string): Promise<void> {
  const packed = await runCommand('npm', ['pack', specification, '--silent', '--pack-destination', folder], PATIENT)
  await unpack(join(folder, packed.trim()), folder)
}

/** Unpacks the source distribution of a Python package into the folder. */
export async function unpackPythonSources(specification: string, folder: string): Promise<void> {
  await runCommand(
    'python3',
    ['-m', 'pip', 'download', '--quiet', '--no-deps', '--no-binary', ':all:', '--dest', folder, specification],
    PATIENT,
  )
  await unpack(join(folder, await onlyArchive(folder)), folder)
}

/** Unpacks the upstream sources that Debian keeps of a package, from the archive that this machine installs from. */
export async function unpackDebianSources(path: string, folder: string): Promise<void> {
  const repositories = await runCommand('apt-get', ['indextargets', '--format', '$(REPO_URI)'])
  const repository = repositories.split('\n').find((line) => line.trimEnd().endsWith('/debian/'))
  if (repository === undefined) throw new Error('This machine installs from no archive of Debian.')
  const archive = join(folder, 'sources.tar.xz')
  await runCommand('/usr/lib/apt/apt-helper', ['download-file', `${repository}pool/main/${path}`, archive], PATIENT)
  await unpack(archive, folder)
}

/** A Python of its own with these packages, in `folder`. */
export async function makePythonEnvironment(folder: string, packages: readonly string[]): Promise<void> {
  await runCommand('python3', ['-m', 'venv', folder], PATIENT)
  await runCommand(join(folder, 'bin/python'), ['-m', 'pip', 'install', '--quiet', ...packages], PATIENT)
}

const PATIENT = { timeoutMs: 600_000 }

async function unpack(archive: string, folder: string): Promise<void> {
  await runCommand('tar', ['xf', archive, '-C', folder, '--strip-components=1'], PATIENT)
  await rm(archive)
}

async function onlyArchive(folder: string): Promise<string> {
  const [archive] = (await readdir(folder)).filter((name) => name.endsWith('.tar.gz'))
  if (archive === undefined) throw new Error(`There is no archive in ${folder}.`)
  return archive
}
