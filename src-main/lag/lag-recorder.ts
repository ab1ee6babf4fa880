import { join } from 'node:path'
import { z } from 'zod'
import type { LagHistory } from '../api/lag.ts'
import { progressOfNamedGroup } from '../kafka/group-progress.ts'
import { explainError } from '../kafka/kafka-errors.ts'
import type { WireCluster } from '../kafka/wire-cluster.ts'
import { JsonFile } from '../settings/json-file.ts'
import { LagFiles, placeOfGroup, type GroupName } from './lag-files.ts'
import { drawHistory } from './lag-history.ts'
import { lookAtLag } from './lag-sample.ts'

const pinnedFile = z.object({
  version: z.literal(1),
  groups: z.array(z.object({ clusterId: z.string(), groupId: z.string() })),
})

export interface LagRecorderOptions {
  readonly dataDirectory: string
  readonly report: (message: string) => void
  /** Null while the cluster is not there to be asked, such as a local one that does not run. */
  readonly clusterOf: (clusterId: string) => WireCluster | null
  /** How often a group is looked at; 10 seconds when left out. */
  readonly everyMs?: number
}

// So that a group of many partitions does not fill the disk: 50 partitions every 10 seconds are about 10 MB a day.
const partitionsEachTime = 50
const tidyEveryMs = 3_600_000

/**
 * Looks at the lag of the groups that are pinned, as long as the back end runs, and keeps what it saw in files. A group that
 * cannot be looked at leaves a gap.
 */
export class LagRecorder implements AsyncDisposable {
  readonly #pinned: JsonFile<z.infer<typeof pinnedFile>>
  readonly #files: LagFiles
  readonly #options: LagRecorderOptions
  readonly #everyMs: number
  readonly #timers = new Map<string, NodeJS.Timeout>()
  readonly #problems = new Map<string, string>()
  readonly #looking = new Set<Promise<void>>()
  readonly #tidying: NodeJS.Timeout
  #isClosed = false

  constructor(options: LagRecorderOptions) {
    this.#options = options
    this.#everyMs = options.everyMs ?? 10_000
    const directory = join(options.dataDirectory, 'lag')
    this.#files = new LagFiles(directory)
    this.#pinned = new JsonFile({
      path: join(directory, 'pinned.json'),
      schema: pinnedFile,
      initial: { version: 1, groups: [] },
      report: options.report,
    })
    for (const group of this.#pinned.value.groups) this.#lookIn(group, 0)
    this.#tidying = setInterval(() => this.#tidy(), tidyEveryMs)
    this.#tidying.unref()
    this.#tidy()
  }

  pinned(clusterId: string): string[] {
    return this.#pinned.value.groups.filter((each) => each.clusterId === clusterId).map(({ groupId }) => groupId)
  }

  /** Resolves when the first sample was taken, or could not be. */
  async pin(group: GroupName): Promise<void> {
    const others = this.#others(group)
    await this.#pinned.replace({ version: 1, groups: [...others, { ...group }] })
    this.#stop(group)
    await this.#look(group)
  }

  async unpin(group: GroupName): Promise<void> {
    await this.#pinned.replace({ version: 1, groups: this.#others(group) })
    this.#stop(group)
    this.#problems.delete(placeOfGroup(group))
  }

  async history(group: GroupName, range: { readonly from: number; readonly to: number }): Promise<LagHistory> {
    const place = placeOfGroup(group)
    const drawn = await drawHistory(this.#files.read(place, range.from, range.to), range)
    const oldest = await this.#files.oldest(place)
    return {
      ...drawn,
      isPinned: this.#isPinned(group),
      recordedSince: oldest === null ? null : BigInt(oldest),
      problem: this.#problems.get(place) ?? null,
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#tidying)
    for (const timer of this.#timers.values()) clearTimeout(timer)
    await Promise.allSettled(this.#looking)
  }

  #isPinned(group: GroupName): boolean {
    return this.#pinned.value.groups.some((each) => placeOfGroup(each) === placeOfGroup(group))
  }

  #others(group: GroupName): GroupName[] {
    return this.#pinned.value.groups.filter((each) => placeOfGroup(each) !== placeOfGroup(group))
  }

  #stop(group: GroupName): void {
    const place = placeOfGroup(group)
    clearTimeout(this.#timers.get(place))
    this.#timers.delete(place)
  }

  #lookIn(group: GroupName, delayMs: number): void {
    if (this.#isClosed) return
    this.#stop(group)
    const timer = setTimeout(() => void this.#look(group), delayMs)
    timer.unref()
    this.#timers.set(placeOfGroup(group), timer)
  }

  #look(group: GroupName): Promise<void> {
    const looking = this.#takeSample(group).finally(() => this.#looking.delete(looking))
    this.#looking.add(looking)
    return looking
  }

  async #takeSample(group: GroupName): Promise<void> {
    const place = placeOfGroup(group)
    const cluster = this.#clusterOf(group.clusterId)
    let everyMs = this.#everyMs
    try {
      if (cluster !== null) {
        const progress = await progressOfNamedGroup(cluster, group.groupId)
        everyMs *= Math.max(1, Math.ceil(progress.length / partitionsEachTime))
        const sample = await lookAtLag(cluster, progress, Date.now())
        // A group that has begun nowhere has no lag; a point without partitions would be drawn as one of 0.
        if (progress.length > 0 && this.#isPinned(group)) await this.#files.append(place, { ...sample, everyMs })
        this.#problems.delete(place)
      }
    } catch (error) {
      this.#problems.set(place, explainError(error))
    }
    if (this.#isPinned(group)) this.#lookIn(group, everyMs)
  }

  #clusterOf(clusterId: string): WireCluster | null {
    try {
      return this.#options.clusterOf(clusterId)
    } catch {
      return null
    }
  }

  #tidy(): void {
    this.#files.tidy(Date.now()).catch((error: unknown) => {
      this.#options.report(`What was recorded of lag could not be tidied up: ${explainError(error)}`)
    })
  }
}
