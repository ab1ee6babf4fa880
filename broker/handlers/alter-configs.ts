import { legacyAlterConfigs, setsOf, valuesAfter } from '../metadata/controller/alter-configs.ts'
import { alterConfigs } from '../protocol/messages/alter-configs.ts'
import { changeConfigs } from './config-change-answer.ts'
import { handler } from './handler.ts'

/** Replaces all configs of a resource at once: what is not named loses its value. */
export const alterConfigsHandler = handler(alterConfigs, async ({ resources, validateOnly }, context) => {
  const responses = await changeConfigs(resources, {
    context,
    valuesOf: ({ resourceType: type, resourceName: name, configs }) =>
      valuesAfter(new Map(), { type, name }, setsOf(configs)),
    change: (permitted) =>
      context.broker.metadata.execute(legacyAlterConfigs, {
        resources: permitted.map(({ resourceType, resourceName, configs }) => ({
          resource: { type: resourceType, name: resourceName },
          values: configs,
        })),
        validateOnly,
      }),
  })
  return { responses }
})
