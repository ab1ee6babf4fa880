import type { MetadataImage } from '../image/metadata-image.ts'
import { done, refused, type Decision, type DecisionContext, type Outcome } from './decision.ts'
import { giveUpLeadership } from './partition-elections.ts'

/** Forgets a broker that is gone for good. This one cannot be forgotten while it runs. */
export function unregisterBroker(
  image: MetadataImage,
  brokerId: number,
  { nodeId }: DecisionContext,
): Decision<Outcome<null>> {
  const broker = image.brokers.get(brokerId)
  if (broker === undefined) {
    const message = `Broker ID ${brokerId} is not currently registered`
    return { records: [], result: refused('broker-id-not-registered', message) }
  }
  if (brokerId === nodeId) {
    const message = `Broker ${brokerId} is running and cannot be unregistered: it is the only one of this cluster.`
    return { records: [], result: refused('invalid-request', message) }
  }
  const value = { brokerId, brokerEpoch: broker.epoch }
  const records = [...giveUpLeadership(image, brokerId), { type: 'UnregisterBroker', version: 0, value } as const]
  return { records, result: done(null) }
}
