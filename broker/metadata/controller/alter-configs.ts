import { brokerConfigs } from '../configs/broker-configs.ts'
import { clientMetricsConfigs } from '../configs/client-metrics-configs.ts'
import type { ConfigDefinition } from '../configs/config-definition.ts'
import { groupConfigs } from '../configs/group-configs.ts'
import { topicConfigs } from '../configs/topic-configs.ts'
import { configResourceKey, configResourceTypes, type ConfigResource } from '../image/config-resource.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import type { NewMetadataRecord } from '../records/metadata-records.ts'
import { brokerIdProblem, checkConfigs } from './config-checks.ts'
import { done, refused, type Decision, type DecisionContext, type Outcome } from './decision.ts'
import { duplicates } from './duplicates.ts'
import { isElrEnabled } from './partition-elections.ts'

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
  image: MetadataImage,
  command: IncrementalAlterConfigsCommand,
  context: DecisionContext,
): Decision<AlterConfigsResult> {
  const requests = command.resources.map(({ resource, changes }) => ({
    resource,
    changes,
    next:
      resource.type === configResourceTypes.brokerLogger
        ? refuseLoggers(resource, changes, context)
        : valuesAfter(image.configsOf(resource), resource, changes),
  }))
  return alterConfigs({ image, context, requests, validateOnly: command.validateOnly })
}

export function legacyAlterConfigs(
  image: MetadataImage,
  command: LegacyAlterConfigsCommand,
  context: DecisionContext,
): Decision<AlterConfigsResult> {
  const requests = command.resources.map(({ resource, values }) => {
    const changes = setsOf(values)
    return { resource, changes, next: valuesAfter(new Map(), resource, changes) }
  })
  return alterConfigs({ image, context, requests, validateOnly: command.validateOnly })
}

/** The changes that the older call stands for. */
export function setsOf(values: LegacyAlterConfigsCommand['resources'][number]['values']): ConfigChange[] {
  return values.map(({ name, value }) => ({ name, operation: 'set', value }))
}

interface Alteration {
  readonly image: MetadataImage
  readonly context: DecisionContext
  readonly requests: readonly {
    readonly resource: ConfigResource
    readonly changes: readonly ConfigChange[]
    readonly next: Outcome<ReadonlyMap<string, string>>
  }[]
  readonly validateOnly: boolean
}

function alterConfigs({ image, context, requests, validateOnly }: Alteration): Decision<AlterConfigsResult> {
  const records: NewMetadataRecord[] = []
  const twice = duplicates(requests.map(({ resource }) => configResourceKey(resource)))
  const result = requests.map(({ resource, changes, next }): { resource: ConfigResource; outcome: Outcome<null> } => {
    if (twice.has(configResourceKey(resource))) {
      return { resource, outcome: refused('invalid-request', 'Each resource must appear at most once.') }
    }
    if (!next.ok) return { resource, outcome: next }
    const refusal = checkConfigs(image, { resource, values: next.value }, context)
    if (refusal !== null) return { resource, outcome: refusal }
    records.push(...changeRecords(image, { resource, changes, next: next.value }))
    return { resource, outcome: done(null) }
  })
  return { records: validateOnly ? [] : records, result }
}

/** This broker logs what it logs; there are no loggers with levels of their own. */
function refuseLoggers(
  { name }: ConfigResource,
  changes: readonly ConfigChange[],
  { nodeId }: DecisionContext,
): Outcome<never> {
  const problem = brokerIdProblem(name, nodeId)
  if (problem !== null) return refused('invalid-request', problem)
  return refused('invalid-config', `Logger ${changes[0]?.name ?? ''} does not exist!`)
}

/** What `current` becomes; the legacy call begins with an empty map, so that what is not listed goes. */
export function valuesAfter(
  current: ReadonlyMap<string, string>,
  resource: ConfigResource,
  changes: readonly ConfigChange[],
): Outcome<ReadonlyMap<string, string>> {
  if (duplicates(changes.map(({ name }) => name)).size > 0) {
    return refused('invalid-request', 'Error due to duplicate config keys')
  }
  const missing = changes.filter(({ operation, value }) => operation !== 'delete' && value === null)
  if (missing.length > 0) {
    return refused('invalid-request', `Null value not supported for : ${missing.map(({ name }) => name).join(', ')}`)
  }
  const values = new Map(current)
  for (const change of changes) {
    const { name, operation } = change
    const value = change.value ?? ''
    if (operation === 'delete') values.delete(name)
    else if (operation === 'set') values.set(name, value)
    else {
      const list = listDefault(resource, name)
      if (list === null) {
        const verb = operation.toUpperCase()
        return refused('invalid-config', `Can't ${verb} to key ${name} because its type is not LIST.`)
      }
      values.set(name, changedList(values.get(name) ?? list, operation, value))
    }
  }
  return done(values)
}

/** What a list holds that nobody has set; null for configs that are no lists. */
function listDefault({ type }: ConfigResource, name: string): string | null {
  const definition = definitionsOf(type).get(name)
  return definition?.type === 'list' ? (definition.defaultValue ?? '') : null
}

function definitionsOf(type: number): ReadonlyMap<string, ConfigDefinition> {
  if (type === configResourceTypes.topic) return topicConfigs
  if (type === configResourceTypes.group) return groupConfigs
  return type === configResourceTypes.clientMetrics ? clientMetricsConfigs : brokerConfigs
}

function changedList(current: string, operation: 'append' | 'subtract', value: string): string {
  const members = current.split(',').filter((member) => member !== '')
  const given = value.split(',')
  if (operation === 'subtract') return members.filter((member) => !given.includes(member)).join(',')
  return [...new Set([...members, ...given])].join(',')
}

interface ResourceChange {
  readonly resource: ConfigResource
  readonly changes: readonly ConfigChange[]
  readonly next: ReadonlyMap<string, string>
}

function changeRecords(image: MetadataImage, { resource, changes, next }: ResourceChange): NewMetadataRecord[] {
  const current = image.configsOf(resource)
  const records: NewMetadataRecord[] = []
  const put = (name: string, value: string | null): void => {
    const config = { resourceType: resource.type, resourceName: resource.name, name, value }
    records.push({ type: 'Config', version: 0, value: config })
    // Who may lead without being in sync was decided under the old value (KIP-966).
    if (name !== 'min.insync.replicas' || !isElrEnabled(image)) return
    const topicName = resource.type === configResourceTypes.topic ? resource.name : ''
    records.push({ type: 'ClearElr', version: 0, value: { topicName } })
  }
  // What is set once more for a broker is written once more: it can be the name of a file with new contents (KAFKA-14136).
  const isBroker = resource.type === configResourceTypes.broker
  const again = new Set(isBroker ? changes.map(({ name }) => name) : [])
  for (const [name, value] of next) if (current.get(name) !== value || again.has(name)) put(name, value)
  for (const name of current.keys()) if (!next.has(name)) put(name, null)
  return records
}
