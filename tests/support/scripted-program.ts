import { writeFile } from 'node:fs/promises'
import type { TemporaryFolder } from './temporary-folder.ts'

/**
 * A program for Node that does what `body` says, in place of the broker's: for what a broker does only when it is sick. In it, `say` sends a
 * message to the parent and `onStop` is told of its wish to stop.
 */
export async function scriptedProgram(folder: TemporaryFolder, body: string): Promise<string> {
  const path = folder.join('program.mjs')
  await writeFile(
    path,
    `const say = (message) => process.send(message)
const onStop = (act) => process.on('message', (message) => { if (message.kind === 'stop') act() })
process.on('disconnect', () => process.exit(9))
const port = Number(process.argv[process.argv.indexOf('--port') + 1])
const ready = { kind: 'ready', host: '127.0.0.1', port, clusterId: 'c', nodeId: 1, version: '0', dataDirectory: '/' }
${body}
`,
  )
  return path
}
