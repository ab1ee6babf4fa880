import {
  incrementalAlterConfigs as decideChanges,
  type ConfigOperation,
  type IncrementalAlterConfigsCommand,
  valuesAfter,
} from '../metadata/controller/alter-configs.ts'
import { errorCode } from '../protocol/error-codes.ts'
import {
  incrementalAlterConfigs,
  type IncrementalAlterConfigsRequest,
} from '../protocol/messages/incremental-alter-configs.ts'
import { changeConfigs } from './config-change-answer.ts'
import { handler } from './handler.ts'

/** By number. */
const operations: readonly ConfigOperation[] = ['set', 'delete', 'append', 'subtract']

type ResourceRequest = IncrementalAlterConfigsRequest['resources'][number]
type ResourceCommand = IncrementalAlterConfigsCommand['resources'][number]

/** Changes single configs and leaves the others alone (KIP-339). */
export const incrementalAlterConfigsHandler = handler(incrementalAlterConfigs, async (request, context) => {
  const { resources, validateOnly } = request
  const { metadata } = context.broker
  const isUnderstood = resources.every(({ configs }) => configs.every((each) => operations[each.configOperation]))
  if (!isUnderstood) {
    return {
      responses: resources.map(({ resourceType, resourceName }) => ({
        errorCode: errorCode.INVALID_REQUEST,
        errorMessage: 'The request holds an operation that does not exist.',
        resourceType,
        resourceName,
      })),
    }
  }
  const responses = await changeConfigs(resources, {
    context,
    valuesOf: (each) => {
      const { resource, changes } = toCommand(each)
      return valuesAfter(metadata.image.configsOf(resource), resource, changes)
    },
    change: (permitted) => metadata.execute(decideChanges, { resources: permitted.map(toCommand), validateOnly }),
  })
  return { responses }
})

function toCommand({ resourceType, resourceName, configs }: ResourceRequest): ResourceCommand {
  return {
    resource: { type: resourceType, name: resourceName },
    changes: configs.map(({ name, configOperation, value }) => ({
      name,
      operation: operations[configOperation] ?? 'set',
      value,
    })),
  }
}
