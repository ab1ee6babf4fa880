import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { redriveOrder } from '../api/redrives.ts'

const sequence = z.tuple([z.number(), z.number()])

/**
 * How far a redrive is, as it stood before the round that was sent last. A round depends on nothing but this and the
 * source, so the same one is sent after a crash, under the same numbers, and the cluster writes it once.
 */
export const redriveState = z.object({
  version: z.literal(1),
  redriveId: z.uuid(),
  startedAt: z.bigint(),
  order: redriveOrder,
  /** What is left of each partition of the source; the end is exclusive. */
  ranges: z.array(z.object({ partition: z.number(), nextOffset: z.bigint(), endOffset: z.bigint() })),
  /** The timestamp of the round, where messages get a new one. */
  roundTime: z.bigint(),
  producers: z.array(
    z.object({ topic: z.string(), producerId: z.bigint(), producerEpoch: z.number(), sequences: z.array(sequence) }),
  ),
  matchedCount: z.number(),
  writtenCount: z.number(),
  failedCount: z.number(),
})
export type RedriveState = z.infer<typeof redriveState>

function pathOf(directory: string, redriveId: string): string {
  return join(directory, `${redriveId}.json`)
}

/** The state is on disk when this resolves; after a crash there is this one or the one before. */
export async function writeState(directory: string, state: RedriveState): Promise<void> {
  await mkdir(directory, { recursive: true })
  const path = pathOf(directory, state.redriveId)
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(JSON.stringify(state, withBigints))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}

/** @throws Error when there is none, or it cannot be read */
export async function readState(directory: string, redriveId: string): Promise<RedriveState> {
  return redriveState.parse(JSON.parse(await readFile(pathOf(directory, redriveId), 'utf8'), readBigints))
}

export async function forgetState(directory: string, redriveId: string): Promise<void> {
  await rm(pathOf(directory, redriveId), { force: true })
}

/** Those that were not brought to their end, the newest first; what cannot be read is left where it is. */
export async function unfinishedStates(directory: string): Promise<RedriveState[]> {
  const names = await readdir(directory).catch(() => [])
  const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length))
  const states = await Promise.all(ids.map((id) => readState(directory, id).catch(() => null)))
  return states.filter((state) => state !== null).toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1))
}

const bigintMark = '$int64'

function withBigints(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? { [bigintMark]: String(value) } : value
}

function readBigints(_name: string, value: unknown): unknown {
  const isMarked = typeof value === 'object' && value !== null && bigintMark in value
  const text = isMarked ? value[bigintMark] : undefined
  return typeof text === 'string' ? BigInt(text) : value
}
