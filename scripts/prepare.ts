import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { isBuildFresh } from './build-freshness.ts'

/*
 * What npm runs after an installation: builds, so that `npx brokkr` works. npx prepares the project once more when it
 * meets it for the first time; a build that is fresh is left alone then.
 */
if (!isBuildFresh()) {
  const cwd = join(import.meta.dirname, '..')
  const { status } = spawnSync(process.execPath, ['--run', 'build'], { cwd, stdio: 'inherit' })
  process.exitCode = status ?? 1
}
