import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { lockHolder } from '../../broker/environment/lock-holder.ts'
import type { DataDirectory } from '../api/data-directories.ts'
import { texts } from '../languages/texts.ts'

/** Who has a log directory open, by its lock; null: nobody. */
export async function directoryHolder(directory: string): Promise<DataDirectory['holder']> {
  const holder = lockHolder(join(directory, '.lock'))
  if (holder === null) return null
  const { processId } = holder
  return { processId, program: processId === null ? null : await programOf(processId) }
}

/** What a process is, by its command line; null where the system does not tell. */
async function programOf(processId: number): Promise<string | null> {
  const text = await readFile(`/proc/${processId}/cmdline`, 'utf8').catch(() => '')
  const words = text.split('\0').filter((word) => word !== '')
  const [command] = words
  if (command === undefined) return null
  if (words.includes('kafka.Kafka')) return 'Apache Kafka'
  return words.some((word) => /[\\/]broker[\\/]main\.(?:js|ts)$/.test(word)) ? 'Brokkr' : basename(command)
}

/** The holder as the subject of a sentence: "Apache Kafka (process 4711)". */
export function holderInWords({ program, processId }: NonNullable<DataDirectory['holder']>): string {
  const words = texts.segments.directory
  const name = program ?? words.anotherProgram
  return processId === null ? name : words.process(name, processId)
}
