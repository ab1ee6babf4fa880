import kafkajs, { type Consumer, type Kafka, type KafkaMessage } from 'kafkajs'

/** The client that an application would use beside the console. */
export function kafkaClient(bootstrapServers: string): Kafka {
  return new kafkajs.Kafka({
    clientId: 'application',
    brokers: [bootstrapServers],
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { initialRetryTime: 50, retries: 10 },
  })
}

export interface ReadingGroup extends AsyncDisposable {
  readonly consumer: Consumer
  /** Settles when so many messages have been read and committed, counted from the start of this consumer. */
  haveRead(count: number): Promise<readonly KafkaMessage[]>
  /** Leaves the group in order. */
  leave(): Promise<void>
}

interface Wanted {
  readonly count: number
  readonly resolve: (messages: readonly KafkaMessage[]) => void
}

/** A consumer of a group that begins at the start where the group has no offsets, and commits each message. */
export async function readAsGroup(kafka: Kafka, groupId: string, topic: string): Promise<ReadingGroup> {
  const consumer = kafka.consumer({ groupId, sessionTimeout: 10_000, heartbeatInterval: 500, maxWaitTimeInMs: 200 })
  const messages: KafkaMessage[] = []
  const waiting = new Set<Wanted>()
  const look = (): void => {
    for (const wanted of waiting) {
      if (messages.length < wanted.count) continue
      waiting.delete(wanted)
      wanted.resolve([...messages])
    }
  }
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  const joined = new Promise<void>((resolve) => void consumer.on(consumer.events.GROUP_JOIN, () => resolve()))
  await consumer.run({
    eachBatchAutoResolve: false,
    eachBatch: async ({ batch, resolveOffset, commitOffsetsIfNecessary }) => {
      for (const message of batch.messages) {
        resolveOffset(message.offset)
        messages.push(message)
      }
      await commitOffsetsIfNecessary({
        topics: [
          { topic, partitions: [{ partition: batch.partition, offset: String(BigInt(batch.lastOffset()) + 1n) }] },
        ],
      })
      look()
    },
  })
  await joined
  let left: Promise<void> | undefined
  const leave = (): Promise<void> => (left ??= consumer.disconnect())
  return {
    consumer,
    haveRead: (count) =>
      new Promise((resolve) => {
        waiting.add({ count, resolve })
        look()
      }),
    leave,
    [Symbol.asyncDispose]: leave,
  }
}
