import { readFileSync, renameSync } from 'node:fs'
import type { z } from 'zod'
import { writeAtomically } from './write-atomically.ts'

export interface JsonFileOptions<T> {
  readonly path: string
  readonly schema: z.ZodType<T>
  /** What holds when there is no file, or one that cannot be understood. */
  readonly initial: T
  /** Told in one sentence when a file could not be understood and was put aside. */
  readonly report: (message: string) => void
}

/**
 * One value in one JSON file. A write replaces the file atomically: after a crash it has its old or its new contents. A file that cannot be
 * understood is kept beside as `<name>.broken`, never overwritten in place, so that nothing a user wrote is lost silently.
 */
export class JsonFile<T> {
  readonly #path: string
  readonly #schema: z.ZodType<T>
  #value: T
  #lastWrite: Promise<void> = Promise.resolve()

  constructor(options: JsonFileOptions<T>) {
    this.#path = options.path
    this.#schema = options.schema
    this.#value = read(options)
  }

  get value(): T {
    return this.#value
  }

  /** Takes effect at once; resolves when it is on disk. Writes happen one after the other, the latest value wins. */
  async replace(value: T): Promise<void> {
    const checked = this.#schema.parse(value)
    this.#value = checked
    const write = this.#lastWrite.then(() => writeAtomically(this.#path, `${JSON.stringify(checked, undefined, 2)}\n`))
    // A failed write is the caller's to know; the next one tries again.
    this.#lastWrite = write.catch(() => {})
    await write
  }
}

function read<T>({ path, schema, initial, report }: JsonFileOptions<T>): T {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return initial
    throw error
  }
  const why = { text: '' }
  try {
    const result = schema.safeParse(JSON.parse(text))
    if (result.success) return result.data
    const [issue] = result.error.issues
    why.text = issue === undefined ? 'it has another shape' : `${issue.path.join('.')}: ${issue.message}`
  } catch (error) {
    why.text = error instanceof Error ? error.message : String(error)
  }
  renameSync(path, `${path}.broken`)
  report(`${path} could not be understood (${why.text}). It is kept as ${path}.broken, and the defaults are used.`)
  return initial
}
