import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { snapshotKind, snapshotReason } from '../api/offset-snapshots.ts'
import { writeAtomically } from './write-atomically.ts'

const int64Text = z
  .string()
  .regex(/^-?\d{1,19}$/)
  .transform(BigInt)

const snapshotFile = z.object({
  version: z.literal(1),
  clusterId: z.string(),
  /** As the cluster itself says: an address can lead to another one later. */
  kafkaClusterId: z.string().nullable(),
  groupId: z.string(),
  takenAt: int64Text,
  kind: snapshotKind,
  name: z.string().nullable(),
  why: snapshotReason,
  who: z.string(),
  /** Whether it holds all offsets of the group: what it does not name had none then. */
  isWhole: z.boolean(),
  offsets: z.array(
    z.object({
      topic: z.string(),
      partition: z.number(),
      /** Null: the group had committed nothing. */
      offset: int64Text.nullable(),
      leaderEpoch: z.number(),
      metadata: z.string(),
    }),
  ),
})

export type OffsetSnapshot = z.infer<typeof snapshotFile> & { readonly id: string }
export type NewSnapshot = Omit<OffsetSnapshot, 'id' | 'version' | 'takenAt' | 'who'>

/** Of those that Brokkr takes by itself, so many are kept for each group; what a user has saved stays. */
const mostTakenPerGroup = 100

const idForm = /^([0-9a-f]{16})-(\d{13,16})-([0-9a-f]{8})$/

/**
 * What groups had committed at some moments: one JSON file each, `offset-snapshots/<place>/<time>-<chance>.json`, where the
 * place is a hash of cluster and group, whose names may hold anything. An id is place, time and chance. A file that cannot be
 * understood is left as it is and not listed.
 */
export class OffsetSnapshotStore {
  readonly #directory: string
  readonly #report: (message: string) => void

  constructor(dataDirectory: string, report: (message: string) => void) {
    this.#directory = join(dataDirectory, 'offset-snapshots')
    this.#report = report
  }

  /** Resolves when it is on the disk. */
  async add(snapshot: NewSnapshot): Promise<OffsetSnapshot> {
    const place = placeOf(snapshot.clusterId, snapshot.groupId)
    const takenAt = BigInt(Date.now())
    const id = `${place}-${takenAt}-${randomBytes(4).toString('hex')}`
    const kept: OffsetSnapshot = { ...snapshot, id, version: 1, takenAt, who: userName() }
    await mkdir(join(this.#directory, place), { recursive: true, mode: 0o700 })
    const { id: _, ...contents } = kept
    const text = JSON.stringify(contents, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
    await writeAtomically(this.#path(id), `${text}\n`)
    await this.#removeOldest(snapshot)
    return kept
  }

  /** Those of a group, the newest first. */
  async list(clusterId: string, groupId: string): Promise<OffsetSnapshot[]> {
    const place = placeOf(clusterId, groupId)
    const names = await readdir(join(this.#directory, place)).catch(emptyWhereMissing)
    const ids = names.flatMap((name) => (name.endsWith('.json') ? [`${place}-${name.slice(0, -5)}`] : []))
    const snapshots = await Promise.all(ids.map((id) => this.find(clusterId, id)))
    return snapshots.filter((each) => each !== null).toSorted((a, b) => Number(b.takenAt - a.takenAt))
  }

  /** Null when there is none of that id in that cluster (any more). */
  async find(clusterId: string, id: string): Promise<OffsetSnapshot | null> {
    if (!idForm.test(id)) return null
    const path = this.#path(id)
    const text = await readFile(path, 'utf8').catch(() => null)
    if (text === null) return null
    try {
      const snapshot = snapshotFile.parse(JSON.parse(text))
      return snapshot.clusterId === clusterId ? { ...snapshot, id } : null
    } catch (error) {
      this.#report(
        `${path} cannot be understood and is left out: ${error instanceof Error ? error.message : String(error)}`,
      )
      return null
    }
  }

  /** The groups of a cluster that were deleted from here and not changed since, each as its last snapshot has it; the newest first. */
  async ofDeletedGroups(clusterId: string): Promise<OffsetSnapshot[]> {
    const places = await readdir(this.#directory).catch(emptyWhereMissing)
    const newest = await Promise.all(
      places.map(async (place) => {
        const names = await readdir(join(this.#directory, place)).catch(() => [])
        const last = names
          .filter((name) => name.endsWith('.json'))
          .sort()
          .at(-1)
        return last === undefined ? null : this.find(clusterId, `${place}-${last.slice(0, -5)}`)
      }),
    )
    return newest
      .filter((each) => each?.why.act === 'delete-group')
      .filter((each) => each !== null)
      .toSorted((a, b) => Number(b.takenAt - a.takenAt))
  }

  async remove(id: string): Promise<void> {
    if (idForm.test(id)) await rm(this.#path(id), { force: true })
  }

  async #removeOldest({ clusterId, groupId }: NewSnapshot): Promise<void> {
    const taken = (await this.list(clusterId, groupId)).filter(({ kind }) => kind !== 'saved')
    await Promise.all(taken.slice(mostTakenPerGroup).map(({ id }) => this.remove(id)))
  }

  #path(id: string): string {
    const [, place = '', time = '', chance = ''] = idForm.exec(id) ?? []
    return join(this.#directory, place, `${time}-${chance}.json`)
  }
}

function placeOf(clusterId: string, groupId: string): string {
  return createHash('sha256')
    .update(JSON.stringify([clusterId, groupId]))
    .digest('hex')
    .slice(0, 16)
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    return 'unknown'
  }
}

function emptyWhereMissing(error: unknown): string[] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
  throw error
}
