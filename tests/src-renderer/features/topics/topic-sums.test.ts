import { expect, it } from 'vitest'
import type { PartitionDetail } from '../../../../src-renderer/api/topics.ts'
import { messageCountOf, sizeOf } from '../../../../src-renderer/features/topics/topic-sums.ts'

const partition = (figures: Partial<PartitionDetail>): PartitionDetail => ({
  partition: 0,
  leader: 1,
  leaderEpoch: 0,
  replicas: [1],
  inSyncReplicas: [1],
  startOffset: 0n,
  endOffset: 0n,
  sizeBytes: 0n,
  problem: null,
  ...figures,
})

it('messages are counted from start to end offset, over all partitions', () => {
  const partitions = [partition({ startOffset: 10n, endOffset: 25n }), partition({ endOffset: 5n })]
  expect(messageCountOf(partitions)).toBe(20n)
})

it('a sum of which a part is not known is not known', () => {
  expect(messageCountOf([partition({ endOffset: 5n }), partition({ endOffset: null })])).toBeNull()
  expect(sizeOf([partition({ sizeBytes: 5n }), partition({ sizeBytes: null })])).toBeNull()
})
