import { legacyAlterConfigs } from '../metadata/controller/alter-configs.ts'
import { alterConfigs } from '../protocol/messages/alter-configs.ts'
import { answerConfigChange } from './config-change-answer.ts'
import { handler } from './handler.ts'

/** Replaces all configs of a resource at once: what is not named loses its value. */
export const alterConfigsHandler = handler(alterConfigs, async ({ resources, validateOnly }, { broker }) => {
  const results = await broker.metadata.execute(legacyAlterConfigs, {
    resources: resources.map(({ resourceType, resourceName, configs }) => ({
      resource: { type: resourceType, name: resourceName },
      values: configs,
    })),
    validateOnly,
  })
  return { responses: results.map(answerConfigChange) }
})
