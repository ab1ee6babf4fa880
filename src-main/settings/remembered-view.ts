import { join } from 'node:path'
import { z } from 'zod'
import { JsonFile } from './json-file.ts'

/** More than these are forgotten, the ones first that have not been touched for longest. */
const MOST_ENTRIES = 500

/** What the page wants to find again after a restart, in `view.json` of the data directory; losing it costs nobody anything. */
export class RememberedView {
  readonly #file: JsonFile<Readonly<Record<string, string>>>

  constructor(directory: string, report: (message: string) => void) {
    const schema = z.record(z.string(), z.string())
    this.#file = new JsonFile({ path: join(directory, 'view.json'), schema, initial: {}, report })
  }

  get(): Readonly<Record<string, string>> {
    return this.#file.value
  }

  async remember({ name, text }: { readonly name: string; readonly text: string }): Promise<void> {
    if ((this.#file.value[name] ?? '') === text) return
    const others = Object.entries(this.#file.value).filter(([each]) => each !== name)
    const entries = text === '' ? others : [...others, [name, text] as const]
    await this.#file.replace(Object.fromEntries(entries.slice(-MOST_ENTRIES)))
  }
}
