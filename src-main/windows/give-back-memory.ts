import v8 from 'node:v8'
import vm from 'node:vm'

/**
 * Gives back what this process has needed to start: garbage by now, in a heap that has grown for it and would stay so, because a process
 * that then waits never collects it.
 */
export function giveBackMemory(): void {
  v8.setFlagsFromString('--expose-gc')
  const collect = vm.runInNewContext('gc') as (how: Readonly<Record<string, string>>) => void
  v8.setFlagsFromString('--no-expose-gc')
  // The last resort is the one kind that also takes the room of the young generation back.
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
