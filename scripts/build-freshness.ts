import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
const SOURCES = ['broker', 'src-main', 'src-renderer', 'resources', 'electron.vite.config.ts', 'package-lock.json']
const PRODUCTS = ['broker/main.js', 'main/main.js', 'main/preload.cjs', 'web/web.js', 'renderer/index.html']

/** Whether everything below `out/` is there and not older than what it was built from. */
export function isBuildFresh(): boolean {
  const built = PRODUCTS.map((product) => modified(join(ROOT, 'out', product)))
  const sources = SOURCES.map((source) => newest(join(ROOT, source)))
  return Math.min(...built) >= Math.max(...sources)
}

/** The latest change of a file, or of anything in a folder; a folder itself changes when a file in it goes. */
function newest(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats?.isDirectory()) return stats?.mtimeMs ?? 0
  const inside = readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => modified(join(path, name)))
  return Math.max(stats.mtimeMs, ...inside)
}

function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
