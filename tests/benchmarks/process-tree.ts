import { readdirSync, readFileSync } from 'node:fs'

export interface RunningProcess {
  readonly pid: number
  /** What it was started as, its arguments separated by spaces. */
  readonly command: string
}

/** Everything that a process has started, and what that has started. Linux only. */
export function processesUnder(pid: number): readonly RunningProcess[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const parent = parentOf(Number(name))
    if (parent !== null) parents.set(Number(name), parent)
  }
  const isUnder = (each: number): boolean => {
    const parent = parents.get(each)
    return parent !== undefined && (parent === pid || isUnder(parent))
  }
  return [...parents.keys()].filter(isUnder).map((each) => ({ pid: each, command: commandOf(each) }))
}

/** Null: it has ended meanwhile. */
function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the command in parentheses and may hold spaces; the parent is the second behind it.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return null
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    return ''
  }
}
