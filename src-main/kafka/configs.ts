import {
  alterConfigOperation,
  configResourceType,
  configSource,
  configValueType,
} from '../../broker/protocol/config-terms.ts'
import { errorCode } from '../../broker/protocol/error-codes.ts'
import { describeConfigs, type DescribeConfigsResponse } from '../../broker/protocol/messages/describe-configs.ts'
import { incrementalAlterConfigs } from '../../broker/protocol/messages/incremental-alter-configs.ts'
import type { ConfigEntry, ConfigSource } from '../api/configuration.ts'
import { texts } from '../languages/texts.ts'
import { refuseError } from './kafka-errors.ts'
import type { Target, WireCluster } from './wire-cluster.ts'

/** Whose configuration: of a topic or group by its name, of a broker by its id; null is what all brokers have for a default. */
export type ConfigOwner =
  | { readonly type: 'topic' | 'group'; readonly name: string }
  | { readonly type: 'broker'; readonly nodeId: number | null }

export interface ConfigChange {
  readonly name: string
  /** Null: back to the default. */
  readonly value: string | null
}

/** The configuration in force, in the order of the names: all of it, or some keys. */
export async function describeConfig(
  cluster: WireCluster,
  owner: ConfigOwner,
  keys: readonly string[] | null = null,
): Promise<ConfigEntry[]> {
  const response = await cluster.request(targetOf(owner), describeConfigs, {
    resources: [{ ...resourceOf(owner), configurationKeys: keys === null ? null : [...keys] }],
    includeSynonyms: true,
    includeDocumentation: true,
  })
  const [result] = response.results
  refuseError({
    what: texts.refusals.configNotRead(describe(owner)),
    errorCode: result?.errorCode ?? errorCode.UNKNOWN_SERVER_ERROR,
    message: result?.errorMessage ?? null,
    needs: rightTo('DESCRIBE_CONFIGS', owner),
  })
  return (result?.configs ?? []).map(entryFrom).toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** Changes the keys given and leaves every other key alone (KIP-339). */
export async function changeConfig(
  cluster: WireCluster,
  owner: ConfigOwner,
  changes: readonly ConfigChange[],
): Promise<void> {
  const response = await cluster.request(targetOf(owner), incrementalAlterConfigs, {
    resources: [
      {
        ...resourceOf(owner),
        configs: changes.map(({ name, value }) => ({
          name,
          configOperation: value === null ? alterConfigOperation.delete : alterConfigOperation.set,
          value,
        })),
      },
    ],
    validateOnly: false,
  })
  const [result] = response.responses
  refuseError({
    what: texts.refusals.configNotChanged(describe(owner)),
    errorCode: result?.errorCode ?? errorCode.UNKNOWN_SERVER_ERROR,
    message: result?.errorMessage ?? null,
    needs: rightTo('ALTER_CONFIGS', owner),
  })
}

/** Only a broker itself knows its own configuration; the rest is known to all. */
function targetOf(owner: ConfigOwner): Target {
  return owner.type === 'broker' && owner.nodeId !== null ? { to: 'broker', nodeId: owner.nodeId } : { to: 'any' }
}

function resourceOf(owner: ConfigOwner): { resourceType: number; resourceName: string } {
  const resourceName = owner.type === 'broker' ? String(owner.nodeId ?? '') : owner.name
  return { resourceType: configResourceType[owner.type], resourceName }
}

function describe(owner: ConfigOwner): string {
  const { owners } = texts.refusals
  if (owner.type !== 'broker') return owners[owner.type](owner.name)
  return owner.nodeId === null ? owners.allBrokers : owners.broker(owner.nodeId)
}

/** Rights to the configuration of brokers are rights on the cluster. */
function rightTo(operation: string, owner: ConfigOwner): string {
  const { rights } = texts.refusals
  if (owner.type === 'broker') return rights.onCluster(operation)
  return owner.type === 'topic' ? rights.onTopic(operation, owner.name) : rights.onGroup(operation, owner.name)
}

type DescribedConfig = DescribeConfigsResponse['results'][number]['configs'][number]

function entryFrom(config: DescribedConfig): ConfigEntry {
  return {
    name: config.name,
    value: config.isSensitive ? null : config.value,
    source: sourceNames.get(config.configSource) ?? 'unknown',
    isReadOnly: config.readOnly,
    isSensitive: config.isSensitive,
    type: typeNames.get(config.configType) ?? 'unknown',
    documentation: config.documentation === '' ? null : config.documentation,
    synonyms: config.synonyms.map(({ name, value, source }) => ({
      name,
      value: config.isSensitive ? null : value,
      source: sourceNames.get(source) ?? 'unknown',
    })),
  }
}

const sourceNames = new Map<number, ConfigSource>([
  [configSource.dynamicTopic, 'topic'],
  [configSource.dynamicBroker, 'dynamic-broker'],
  [configSource.dynamicDefaultBroker, 'dynamic-default-broker'],
  [configSource.staticBroker, 'static-broker'],
  [configSource.default, 'default'],
  [configSource.group, 'group'],
])

const typeNames = new Map<number, ConfigEntry['type']>(
  Object.entries(configValueType).map(([name, number]) => [number, name as keyof typeof configValueType]),
)
