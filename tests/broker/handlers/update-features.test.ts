import { expect, test } from 'vitest'
import { apiVersions } from '../../../broker/protocol/messages/api-versions.ts'
import { updateFeatures } from '../../../broker/protocol/messages/update-features.ts'
import type { KafkaConnection } from '../../support/kafka-connection.ts'
import { startBroker } from '../../support/start-broker.ts'

const upgrade = 1
const safeDowngrade = 2

type Update = readonly [feature: string, level: number, upgradeType?: number]

async function update(client: KafkaConnection, updates: readonly Update[], { validateOnly = false } = {}) {
  const featureUpdates = updates.map(([feature, maxVersionLevel, upgradeType = upgrade]) => {
    return { feature, maxVersionLevel, upgradeType }
  })
  const { errorCode, errorMessage } = await client.request(updateFeatures, 2, { featureUpdates, validateOnly })
  return errorCode === 0 ? 'done' : `${errorCode} ${errorMessage?.split('had an error: ')[1]}`
}

async function metadataVersion(client: KafkaConnection): Promise<number | undefined> {
  const request = { clientSoftwareName: 'test', clientSoftwareVersion: '1' }
  const { finalizedFeatures } = await client.request(apiVersions, 4, request)
  return finalizedFeatures.find(({ name }) => name === 'metadata.version')?.maxVersionLevel
}

test('a cluster that was formatted for 4.0 is raised to 4.3, feature by feature', async () => {
  await using broker = await startBroker()
  await using client = await broker.connect()
  expect(await metadataVersion(client)).toBe(25)
  expect(await update(client, [['metadata.version', 30]], { validateOnly: true })).toBe('done')
  expect(await metadataVersion(client)).toBe(25)
  expect(await update(client, [['metadata.version', 29]])).toBe('done')
  expect(await update(client, [['metadata.version', 28, safeDowngrade]])).toBe('done')
  expect(await update(client, [['metadata.version', 30]])).toBe('done')
  expect(await update(client, [['eligible.leader.replicas.version', 1]])).toBe('done')
  expect(await metadataVersion(client)).toBe(30)
})

test.each<[string, Update, string]>([
  ['to a level of the future', ['metadata.version', 31], '. Local controller 1 only supports versions 7-30'],
  [
    'down without saying so',
    ['metadata.version', 24],
    ". Can't downgrade the version of this feature without setting the upgrade type to either safe or unsafe downgrade.",
  ],
  ['down to a newer level', ['metadata.version', 27, safeDowngrade], ". Can't downgrade to a newer version."],
  ['of no feature', ['teleport.version', 1], '. Local controller 1 does not support this feature.'],
  ['below 0', ['group.version', -1], '. A feature version cannot be less than 0.'],
  ['by nobody knows what', ['group.version', 1, 9], '. The controller does not support the given upgrade type.'],
])('a change %s is refused', async (_, change, why) => {
  await using broker = await startBroker()
  await using client = await broker.connect()
  const [feature, level] = change
  expect(await update(client, [change, ['metadata.version', 26]])).toBe(
    `95 Invalid update version ${level} for feature ${feature}${why}`,
  )
  expect(await metadataVersion(client)).toBe(25)
})

test('metadata that a lower level cannot express is never lowered', async () => {
  await using broker = await startBroker({ releaseVersion: '4.3' })
  await using client = await broker.connect()
  expect(await metadataVersion(client)).toBe(30)
  expect(await update(client, [['metadata.version', 29, safeDowngrade]])).toBe(
    '95 Unsupported metadata.version downgrade from 30 to 29. Refusing to perform the requested downgrade because it might delete metadata information.',
  )
})
