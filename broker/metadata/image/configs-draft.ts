import type { MetadataRecordValue } from '../records/metadata-records.ts'
import { configResourceKey, type ConfigResource } from './config-resource.ts'
import { DraftMap } from './draft-map.ts'
import type { ResourceConfigs } from './metadata-image.ts'

export interface ConfigsChange {
  readonly configs: ReadonlyMap<string, ResourceConfigs>
  readonly changed: readonly ConfigResource[]
}

/** The dynamic configs of an image while records change them. */
export class ConfigsDraft {
  readonly #configs: DraftMap<string, ResourceConfigs>
  readonly #own = new Map<string, Map<string, string>>()
  readonly #changed = new Map<string, ConfigResource>()

  constructor(configs: ReadonlyMap<string, ResourceConfigs>) {
    this.#configs = new DraftMap(configs)
  }

  apply(record: MetadataRecordValue<'Config'>): void {
    const resource = { type: record.resourceType, name: record.resourceName }
    const key = configResourceKey(resource)
    const values = this.#writable(key, resource)
    if (record.value === null) values.delete(record.name)
    else values.set(record.name, record.value)
    if (values.size === 0) this.#drop(key)
    this.#changed.set(key, resource)
  }

  removeAll(resource: ConfigResource): void {
    const key = configResourceKey(resource)
    this.#drop(key)
    this.#changed.delete(key)
  }

  finish(): ConfigsChange {
    this.#own.clear()
    return { configs: this.#configs.freeze(), changed: [...this.#changed.values()] }
  }

  #drop(key: string): void {
    this.#configs.delete(key)
    this.#own.delete(key)
  }

  #writable(key: string, resource: ConfigResource): Map<string, string> {
    const own = this.#own.get(key)
    if (own !== undefined) return own
    const values = new Map(this.#configs.get(key)?.values)
    this.#own.set(key, values)
    this.#configs.set(key, { resource, values })
    return values
  }
}
