import type { MetadataImage } from '../image/metadata-image.ts'
import type { Decision, DecisionContext } from './decision.ts'

/** Producer ids are given out in blocks, so that not each of them costs a metadata record. */
const producerIdBlockSize = 1000

export interface ProducerIdBlock {
  readonly firstProducerId: bigint
  readonly size: number
}

export function allocateProducerIds(
  image: MetadataImage,
  _command: null,
  context: DecisionContext,
): Decision<ProducerIdBlock> {
  const firstProducerId = image.nextProducerId
  const value = {
    brokerId: context.nodeId,
    brokerEpoch: image.brokers.get(context.nodeId)?.epoch ?? -1n,
    nextProducerId: firstProducerId + BigInt(producerIdBlockSize),
  }
  return {
    records: [{ type: 'ProducerIds', version: 0, value }],
    result: { firstProducerId, size: producerIdBlockSize },
  }
}
