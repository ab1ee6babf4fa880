import { join } from 'node:path'
import { z } from 'zod'
import { defaultSettings, settings, type Settings } from '../api/settings.ts'
import { JsonFile } from './json-file.ts'

// A file of an older version lacks fields, one of a newer version has more: neither makes the rest invalid.
const stored = settings.partial().transform((given): Settings => ({ ...defaultSettings, ...definedOf(given) }))

/** The preferences of the user, in `settings.json` of the data directory. */
export class SettingsStore {
  readonly #file: JsonFile<Settings>

  constructor(directory: string, report: (message: string) => void) {
    const schema = z.unknown().pipe(stored)
    this.#file = new JsonFile({ path: join(directory, 'settings.json'), schema, initial: defaultSettings, report })
  }

  get(): Settings {
    return this.#file.value
  }

  /** Changes the given fields only, and gives all of them. */
  async change(changes: Partial<{ [Name in keyof Settings]: Settings[Name] | undefined }>): Promise<Settings> {
    await this.#file.replace({ ...this.#file.value, ...definedOf(changes) })
    return this.#file.value
  }
}

function definedOf(given: Partial<{ [Name in keyof Settings]: Settings[Name] | undefined }>): Partial<Settings> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}
