import { expect, test } from 'vitest'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { initProducerId } from '../../../broker/protocol/messages/init-producer-id.ts'
import { IdempotentProducer } from '../../../src-main/kafka/idempotent-producer.ts'
import { WireCluster } from '../../../src-main/kafka/wire-cluster.ts'
import { answer, startFakeBroker } from '../../support/fake-broker.ts'

test('a cluster that still reads its transactions is asked for a producer id until it has one', async () => {
  const refusals = [errorCode.COORDINATOR_NOT_AVAILABLE, errorCode.COORDINATOR_LOAD_IN_PROGRESS]
  await using broker = await startFakeBroker({
    answers: [
      answer(initProducerId, () => ({
        errorCode: refusals.shift() ?? errorCode.NONE,
        producerId: 7n,
        producerEpoch: 0,
      })),
    ],
  })
  const cluster = new WireCluster({ bootstrap: [broker] })
  const producer = await IdempotentProducer.create(cluster)
  expect(producer.state).toEqual({ producerId: 7n, producerEpoch: 0, sequences: [] })
  expect(refusals).toEqual([])
  cluster.close()
})
