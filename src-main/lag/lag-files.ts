import { createHash } from 'node:crypto'
import { appendFile, mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeAtomically } from '../settings/write-atomically.ts'
import { peaksOf, readSamples, writeSample, type RecordedSample } from './lag-lines.ts'

const dayMs = 86_400_000
/** Samples are kept as they were taken for this day and the two before; after that their peaks in each five minutes. */
const wholeDays = 2
const peakMs = 300_000
const keptDays = 30

const fileForm = /^(\d{4}-\d\d-\d\d)(\.peaks)?\.jsonl$/

/**
 * The lag of groups over time: `lag/<place>/<day>.jsonl`, one line a sample, days in UTC; older days as `<day>.peaks.jsonl`. A
 * place is a hash of cluster and group, whose names may hold anything. What is older than 30 days is removed.
 */
export class LagFiles {
  readonly #directory: string

  constructor(directory: string) {
    this.#directory = directory
  }

  async append(place: string, sample: RecordedSample): Promise<void> {
    const directory = join(this.#directory, place)
    await mkdir(directory, { recursive: true, mode: 0o700 })
    await appendFile(join(directory, `${dayOf(sample.at)}.jsonl`), writeSample(sample), { mode: 0o600 })
  }

  /** The samples from `from` to `to`, in their order. */
  async *read(place: string, from: number, to: number): AsyncGenerator<RecordedSample, void, undefined> {
    for (const name of await this.#names(place)) {
      const day = name.slice(0, 10)
      if (day < dayOf(from) || day > dayOf(to)) continue
      for (const sample of readSamples(await this.#text(place, name))) {
        if (sample.at >= from && sample.at <= to) yield sample
      }
    }
  }

  /** When the oldest sample was taken that is kept; null without any. */
  async oldest(place: string): Promise<number | null> {
    for (const name of await this.#names(place)) {
      for (const { at } of readSamples(await this.#text(place, name))) return at
    }
    return null
  }

  /** Thins out what is old, and removes what is too old. */
  async tidy(now: number): Promise<void> {
    const places = await readdir(this.#directory, { withFileTypes: true }).catch(() => [])
    for (const { name: place } of places.filter((each) => each.isDirectory())) {
      const names = await this.#names(place)
      for (const name of names) {
        const day = name.slice(0, 10)
        if (day < dayOf(now - keptDays * dayMs)) await rm(join(this.#directory, place, name), { force: true })
        else if (!name.includes('.peaks') && day < dayOf(now - wholeDays * dayMs)) await this.#thinOut(place, name)
      }
    }
  }

  async #thinOut(place: string, name: string): Promise<void> {
    const windows = new Map<number, RecordedSample[]>()
    for (const sample of readSamples(await this.#text(place, name))) {
      const start = Math.floor(sample.at / peakMs) * peakMs
      windows.set(start, [...(windows.get(start) ?? []), sample])
    }
    const lines = [...windows].map(([start, samples]) => writeSample({ ...peaksOf(samples, start), everyMs: peakMs }))
    const path = join(this.#directory, place, name)
    await writeAtomically(path.replace(/\.jsonl$/, '.peaks.jsonl'), lines.join(''))
    await rm(path)
  }

  /** In the order of their days. Of a day that was being thinned out when the machine went down, only the peaks. */
  async #names(place: string): Promise<string[]> {
    const names = (await readdir(join(this.#directory, place)).catch(() => [])).filter((name) => fileForm.test(name))
    const all = new Set(names)
    return names.filter((name) => name.includes('.peaks') || !all.has(name.replace('.jsonl', '.peaks.jsonl'))).sort()
  }

  async #text(place: string, name: string): Promise<string> {
    return readFile(join(this.#directory, place, name), 'utf8')
  }
}

export interface GroupName {
  readonly clusterId: string
  readonly groupId: string
}

export function placeOfGroup({ clusterId, groupId }: GroupName): string {
  return createHash('sha256')
    .update(JSON.stringify([clusterId, groupId]))
    .digest('hex')
    .slice(0, 16)
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
