import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import {
  journalEntry,
  type DroppedChanges,
  type JournalEntry,
  type JournalOutcome,
  type JournalValue,
} from '../api/journal.ts'
import { problem, type Problem } from '../api/problem.ts'

/** What is known before a change is made. */
export type Intent = Omit<JournalEntry, 'id' | 'beganAt' | 'endedAt' | 'after' | 'outcome' | 'problem'>

export interface Outcome {
  readonly outcome: Exclude<JournalOutcome, 'unknown'>
  readonly after: JournalValue | null
  readonly problem: Problem | null
  /** Where it was not known before: of a connection that was added. */
  readonly clusterId?: string
}

/*
 * One JSON value a line, in the order in which things happened:
 *
 *   {"line":"intent","id":"…","beganAt":…, …}     forced to the medium before the change is made
 *   {"line":"outcome","id":"…","endedAt":…, …}    when it is known how it went
 *
 * A crash in between leaves the intent, which is read as a change of unknown outcome. Nothing that was written is ever changed.
 *
 * A file that has grown to its limit is put aside as `journal-older.jsonl`, in place of the one that was there. Its last line says
 *
 *   {"line":"dropped","count":…,"until":…}        how many changes are gone by that, and when the last of them began
 */
const intentLine = journalEntry
  .omit({ endedAt: true, after: true, outcome: true, problem: true })
  .extend({ line: z.literal('intent') })
const outcomeLine = z.object({
  line: z.literal('outcome'),
  id: z.string(),
  endedAt: z.number(),
  outcome: z.enum(['done', 'failed', 'stopped']),
  after: z.json().nullable(),
  problem: problem.nullable(),
  clusterId: z.string().optional(),
})
const droppedLine = z.object({ line: z.literal('dropped'), count: z.number(), until: z.number() })
const anyLine = z.discriminatedUnion('line', [intentLine, outcomeLine, droppedLine])

/** Some ten thousand changes. */
const fileLimitBytes = 8 * 1024 * 1024

export interface JournalContents {
  /** The oldest first. */
  readonly entries: readonly JournalEntry[]
  readonly unreadableLineCount: number
  readonly dropped: DroppedChanges | null
}

/** The changes that Brokkr has made to clusters, in `journal.jsonl` of the data directory. */
export class ChangeJournal implements AsyncDisposable {
  readonly path: string
  readonly #olderPath: string
  readonly #limitBytes: number
  #file: Promise<FileHandle> | null = null
  #lastWrite: Promise<void> = Promise.resolve()

  constructor(directory: string, limitBytes = fileLimitBytes) {
    this.path = join(directory, 'journal.jsonl')
    this.#olderPath = join(directory, 'journal-older.jsonl')
    this.#limitBytes = limitBytes
  }

  /** Resolves when the intent is on disk: only then may the change be made. Gives the change's id. */
  async begin(intent: Intent): Promise<string> {
    const id = randomUUID()
    await this.#append({ line: 'intent', id, beganAt: Date.now(), ...intent })
    return id
  }

  async end(id: string, outcome: Outcome): Promise<void> {
    await this.#append({ line: 'outcome', id, endedAt: Date.now(), ...outcome })
  }

  /** All that is kept. */
  async read(): Promise<JournalContents> {
    await this.#lastWrite
    return readFiles([this.#olderPath, this.path])
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lastWrite
    const file = this.#file
    this.#file = null
    await (await file?.catch(() => undefined))?.close()
  }

  /** One line after the other. @throws when it cannot be written: what cannot be written down is not done */
  async #append(line: z.infer<typeof anyLine>): Promise<void> {
    const write = this.#lastWrite.then(async () => {
      this.#file ??= openForAppending(this.path)
      const file = await this.#file
      await file.appendFile(`${JSON.stringify(line)}\n`)
      await file.datasync()
      if ((await file.stat()).size >= this.#limitBytes) await this.#putAside(file)
    })
    this.#lastWrite = write.catch(() => {
      this.#file = null
    })
    await write
  }

  /** What has been appended is safe, whatever happens here: a file that cannot be put aside grows on. */
  async #putAside(file: FileHandle): Promise<void> {
    try {
      const { entries, dropped } = await readFiles([this.#olderPath])
      const count = (dropped?.count ?? 0) + entries.length
      const until = entries.at(-1)?.beganAt ?? dropped?.until ?? 0
      if (count > 0) await file.appendFile(`${JSON.stringify({ line: 'dropped', count, until })}\n`)
      await file.datasync()
      this.#file = null
      await file.close()
      await rename(this.path, this.#olderPath)
    } catch (error) {
      if (!isOfSystem(error)) throw error
    }
  }
}

function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'code' in error
}

async function readFiles(paths: readonly string[]): Promise<JournalContents> {
  const entries = new Map<string, JournalEntry>()
  let unreadableLineCount = 0
  let dropped: DroppedChanges | null = null
  for (const path of paths) {
    for await (const text of linesOf(path)) {
      const line = parse(text)
      if (line === null) unreadableLineCount++
      else if (line.line === 'dropped') dropped = { count: line.count, until: line.until }
      else if (line.line === 'intent') entries.set(line.id, begun(line))
      else {
        const entry = entries.get(line.id)
        if (entry !== undefined) entries.set(line.id, ended(entry, line))
      }
    }
  }
  return { entries: [...entries.values()], unreadableLineCount, dropped }
}

/** A last line that a crash has cut is ended, so that the next one is whole. */
async function openForAppending(path: string): Promise<FileHandle> {
  const file = await open(path, 'a+', 0o600)
  const { size } = await file.stat()
  if (size === 0) return file
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  if (buffer.toString() !== '\n') await file.appendFile('\n')
  return file
}

async function* linesOf(path: string): AsyncGenerator<string, void, undefined> {
  const stream = createReadStream(path, 'utf8')
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line !== '') yield line
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  } finally {
    stream.destroy()
  }
}

function parse(text: string): z.infer<typeof anyLine> | null {
  try {
    const checked = anyLine.safeParse(JSON.parse(text))
    return checked.success ? checked.data : null
  } catch {
    return null
  }
}

function begun({ line: _line, ...intent }: z.infer<typeof intentLine>): JournalEntry {
  return { ...intent, endedAt: null, after: null, outcome: 'unknown', problem: null }
}

function ended(entry: JournalEntry, line: z.infer<typeof outcomeLine>): JournalEntry {
  const { endedAt, outcome, after, problem: why, clusterId = entry.clusterId } = line
  return { ...entry, clusterId, endedAt, outcome, after, problem: why }
}
