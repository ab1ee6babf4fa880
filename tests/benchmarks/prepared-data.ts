import { mkdir, rm } from 'node:fs/promises'
import { runCommand } from '../support/run-command.ts'
import type { TemporaryFolder } from '../support/temporary-folder.ts'
import type { RunningSubject, Subject } from './subjects.ts'

/** How a data directory comes to be what a benchmark starts on. */
export interface Recipe {
  readonly name: string
  readonly make: (broker: RunningSubject) => Promise<void>
  readonly end: 'stop' | 'kill'
}

export interface DataCopy extends AsyncDisposable {
  readonly path: string
}

/** Data directories, each made once by the broker that it is for, and copied for every measurement. */
export class PreparedData {
  readonly #folder: TemporaryFolder
  readonly #made = new Map<string, Promise<string>>()
  #copies = 0

  constructor(folder: TemporaryFolder) {
    this.#folder = folder
  }

  async copy(subject: Subject, recipe: Recipe): Promise<DataCopy> {
    const key = `${subject.name}-${recipe.name}`.replaceAll(' ', '-')
    const made = this.#made.get(key) ?? this.#make(subject, recipe, this.#folder.join(key))
    this.#made.set(key, made)
    const path = this.#folder.join(`copy-${(this.#copies += 1)}`)
    // `cp` keeps the holes of files that were allocated in full.
    await runCommand('cp', ['-a', await made, path], { timeoutMs: 300_000 })
    return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
  }

  async #make(subject: Subject, { make, end }: Recipe, path: string): Promise<string> {
    await mkdir(path, { recursive: true })
    await using broker = await subject.start({ data: path })
    await make(broker)
    if (end === 'kill') await broker.kill()
    return path
  }
}
