import { Kafka, logLevel, type Message } from 'kafkajs'
import type { ScanRequest, ScanRow, ScanStatus } from '../../src-main/api/scans.ts'
import { wholeTopic } from './console-acts.ts'
import type { ConsoleCalls } from './console-client.ts'

/** A scan as a screen has it open. */
export interface OpenScan extends AsyncDisposable {
  readonly scanId: string
  /** The first status from now on that fits. */
  readonly until: (fits: (status: ScanStatus) => boolean) => Promise<ScanStatus>
  readonly ended: () => Promise<ScanStatus>
  /** All rows there are. */
  readonly rows: () => Promise<ScanRow[]>
}

/** Opens a scan of all that a topic has, but for the wishes. */
export async function openScan(
  calls: ConsoleCalls,
  topic: string,
  wishes: Partial<ScanRequest> = {},
): Promise<OpenScan> {
  const events = await calls.scans.open({ ...wholeTopic, topic, ...wishes })
  const opened = await events.next()
  if (opened.done === true || opened.value.type !== 'opened') throw new Error('The scan was not opened.')
  const { scanId } = opened.value
  const until: OpenScan['until'] = async (fits) => {
    for (;;) {
      const { done, value } = await events.next()
      if (done === true) throw new Error('The scan was closed.')
      if (value.type === 'status' && fits(value.status)) return value.status
    }
  }
  return {
    scanId,
    until,
    ended: () => until(({ phase }) => phase === 'ended'),
    rows: async () => {
      const rows: ScanRow[] = []
      for (;;) {
        const { rows: found } = await calls.scans.rows({ scanId, from: rows.length, count: 1000 })
        if (found.length === 0) return rows
        rows.push(...found)
      }
    },
    [Symbol.asyncDispose]: async () => void (await events.return(undefined)),
  }
}

/** Writes messages as an application does, in batches. */
export async function produceMany(
  bootstrapServers: string,
  topic: string,
  messages: readonly (Message & { partition?: number })[],
): Promise<void> {
  const client = new Kafka({ clientId: 'shop', brokers: [bootstrapServers], logLevel: logLevel.NOTHING })
  const producer = client.producer({ allowAutoTopicCreation: false })
  await producer.connect()
  for (let from = 0; from < messages.length; from += 5000) {
    await producer.send({ topic, messages: messages.slice(from, from + 5000) })
  }
  await producer.disconnect()
}
