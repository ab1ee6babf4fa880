import { updateFeatures as decideFeatures, type UpgradeType } from '../metadata/controller/update-features.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { updateFeatures } from '../protocol/messages/update-features.ts'
import { clusterDenial } from './authorization.ts'
import { codeOfFailure } from './error-translation.ts'
import { handler } from './handler.ts'

const upgradeTypes: ReadonlyMap<number, UpgradeType> = new Map([
  [1, 'upgrade'],
  [2, 'safe-downgrade'],
  [3, 'unsafe-downgrade'],
])

/** Raises and lowers the levels of features, all or none. */
export const updateFeaturesHandler = handler(updateFeatures, async (request, { broker, access }) => {
  if (!access.allowsOnCluster('alter')) return { ...clusterDenial('alter'), results: [] }
  const { featureUpdates, validateOnly } = request
  const updates = featureUpdates.map(({ feature, maxVersionLevel: level, upgradeType }) => {
    return { feature, level, upgradeType: upgradeTypes.get(upgradeType) ?? 'unknown' }
  })
  const outcome = await broker.metadata.execute(decideFeatures, { updates, validateOnly })
  if (outcome.ok) {
    const results = featureUpdates.map(({ feature }) => ({ feature, errorCode: errorCode.NONE }))
    return { errorCode: errorCode.NONE, errorMessage: null, results }
  }
  const { kind, message } = outcome.failure
  const errorMessage = `The update failed for all features since the following feature had an error: ${message}`
  return { errorCode: codeOfFailure(kind), errorMessage, results: [] }
})
