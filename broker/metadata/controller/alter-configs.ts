import type { ConfigResource } from '../image/config-resource.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import type { Decision, DecisionContext, Outcome } from './decision.ts'

export type ConfigOperation = 'set' | 'delete' | 'append' | 'subtract'

export interface ConfigChange {
  readonly name: string
  readonly operation: ConfigOperation
  /** Null with `delete`. */
  readonly value: string | null
}

export interface IncrementalAlterConfigsCommand {
  readonly resources: readonly { readonly resource: ConfigResource; readonly changes: readonly ConfigChange[] }[]
  readonly validateOnly: boolean
}

/** The older AlterConfigs: what is not listed loses its value. */
export interface LegacyAlterConfigsCommand {
  readonly resources: readonly {
    readonly resource: ConfigResource
    readonly values: readonly { readonly name: string; readonly value: string | null }[]
  }[]
  readonly validateOnly: boolean
}

/** One outcome for each resource of the command, in its order. A resource changes as a whole or not at all. */
export type AlterConfigsResult = readonly { readonly resource: ConfigResource; readonly outcome: Outcome<null> }[]

export function incrementalAlterConfigs(
  _image: MetadataImage,
  _command: IncrementalAlterConfigsCommand,
  _context: DecisionContext,
): Decision<AlterConfigsResult> {
  throw new Error('incrementalAlterConfigs is not there yet')
}

export function legacyAlterConfigs(
  _image: MetadataImage,
  _command: LegacyAlterConfigsCommand,
  _context: DecisionContext,
): Decision<AlterConfigsResult> {
  throw new Error('legacyAlterConfigs is not there yet')
}
