import { unregisterBroker as decideUnregistration } from '../metadata/controller/unregister-broker.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { unregisterBroker } from '../protocol/messages/unregister-broker.ts'
import { clusterDenial } from './authorization.ts'
import { codeOfFailure } from './error-translation.ts'
import { handler } from './handler.ts'

/** Forgets a broker that a directory was taken over from; never this one. */
export const unregisterBrokerHandler = handler(unregisterBroker, async ({ brokerId }, { broker, access }) => {
  if (!access.allowsOnCluster('alter')) return clusterDenial('alter')
  const outcome = await broker.metadata.execute(decideUnregistration, brokerId)
  if (outcome.ok) return { errorCode: errorCode.NONE, errorMessage: null }
  return { errorCode: codeOfFailure(outcome.failure.kind), errorMessage: outcome.failure.message }
})
