import { alterClientQuotas as decideQuotas } from '../metadata/controller/alter-client-quotas.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { alterClientQuotas } from '../protocol/messages/alter-client-quotas.ts'
import { clusterDenial } from './authorization.ts'
import { codeOfFailure } from './error-translation.ts'
import { handler } from './handler.ts'

/** Sets and removes quotas; each entity stands or falls by itself. */
export const alterClientQuotasHandler = handler(alterClientQuotas, async (request, { broker, access }) => {
  const { entries, validateOnly } = request
  if (!access.allowsOnCluster('alterConfigs')) {
    const denial = clusterDenial('alterConfigs')
    return { entries: entries.map(({ entity }) => ({ ...denial, entity })) }
  }
  const alterations = entries.map(({ entity, ops }) => ({
    // Of two names of one type the last counts.
    entity: [...new Map(entity.map((part) => [part.entityType, part])).values()],
    changes: ops.map(({ key, value, remove }) => ({ key, value: remove ? null : value })),
  }))
  const results = await broker.metadata.execute(decideQuotas, { alterations, validateOnly })
  return {
    entries: results.map(({ entity, outcome }) => {
      if (outcome.ok) return { errorCode: errorCode.NONE, errorMessage: null, entity }
      return { errorCode: codeOfFailure(outcome.failure.kind), errorMessage: outcome.failure.message, entity }
    }),
  }
})
