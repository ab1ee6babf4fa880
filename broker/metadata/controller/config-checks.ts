import { brokerConfigsProblem } from '../configs/validate-broker-configs.ts'
import { clientMetricsProblem } from '../configs/client-metrics-configs.ts'
import { groupConfigsProblem } from '../configs/group-settings.ts'
import { topicConfigsProblem } from '../configs/validate-topic-configs.ts'
import { allBrokersName, configResourceTypes, type ConfigResource } from '../image/config-resource.ts'
import type { MetadataImage } from '../image/metadata-image.ts'
import { refused, type DecisionContext, type Outcome } from './decision.ts'
import { topicNameProblem } from './topic-name.ts'

/** A config value is written with a 16-bit length. */
const longestValue = 32767

interface Checked {
  readonly resource: ConfigResource
  /** All dynamic configs of the resource as they would be. */
  readonly values: ReadonlyMap<string, string>
}

/** Why `resource` cannot have `values`, or null. */
export function checkConfigs(image: MetadataImage, checked: Checked, context: DecisionContext): Outcome<never> | null {
  const { resource, values } = checked
  for (const value of values.values()) {
    if (value.length <= longestValue) continue
    const limit = `it exceeds the maximum value size of ${longestValue} bytes.`
    return refused('invalid-config', `The configuration value cannot be added because ${limit}`)
  }
  switch (resource.type) {
    case configResourceTypes.topic:
      return checkTopic(image, checked, context)
    case configResourceTypes.broker:
      return checkBroker(checked, context)
    case configResourceTypes.group:
      return checkGroup(image, checked, context)
    case configResourceTypes.clientMetrics:
      return checkClientMetrics(checked)
    default:
      return refused('invalid-request', `Unknown resource type ${resource.type}`)
  }
}

function checkTopic(
  image: MetadataImage,
  { resource, values }: Checked,
  context: DecisionContext,
): Outcome<never> | null {
  if (resource.name === '') return refused('invalid-request', 'Default topic resources are not allowed.')
  const nameProblem = topicNameProblem(resource.name)
  if (nameProblem !== null) return refused('invalid-topic', nameProblem)
  const problem = topicConfigsProblem(image, values, context)
  if (problem !== null) return refused('invalid-config', problem)
  if (image.topic(resource.name) !== undefined) return null
  return refused('unknown-topic-or-partition', `The topic '${resource.name}' does not exist.`)
}

/** The broker looks at these before the controller does, and finds the request wrong and not the config. */
function checkBroker({ resource, values }: Checked, { nodeId }: DecisionContext): Outcome<never> | null {
  const isForAll = resource.name === allBrokersName
  const idProblem = isForAll ? null : brokerIdProblem(resource.name, nodeId)
  if (idProblem !== null) return refused('invalid-request', idProblem)
  const problem = brokerConfigsProblem(values, isForAll ? 'all-brokers' : 'one-broker')
  return problem === null ? null : refused('invalid-request', problem)
}

/** Why configs of the broker called `name` are not for this one; null when they are. */
export function brokerIdProblem(name: string, nodeId: number): string | null {
  if (!/^[+-]?\d+$/.test(name)) return `Broker id must be an integer, but it is: ${name}`
  return Number(name) === nodeId ? null : `Unexpected broker id, expected ${nodeId}, but received ${name}`
}

function checkGroup(
  image: MetadataImage,
  { resource, values }: Checked,
  context: DecisionContext,
): Outcome<never> | null {
  if (resource.name === '') return refused('invalid-request', 'Default group resources are not allowed.')
  const problem = groupConfigsProblem(image, values, context)
  return problem === null ? null : refused('invalid-config', problem)
}

function checkClientMetrics({ resource, values }: Checked): Outcome<never> | null {
  if (resource.name === '') return refused('invalid-request', "Subscription name can't be empty")
  const problem = clientMetricsProblem(values)
  return problem === null ? null : refused(problem.kind, problem.message)
}
