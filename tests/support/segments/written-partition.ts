import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nodeEnvironment } from '../../../broker/environment/node-environment.ts'
import { defaultLogConfig, type LogConfig } from '../../../broker/log/log-config.ts'
import { PartitionLog } from '../../../broker/log/partition-log.ts'
import { buildBatch, type BatchOptions } from '../../../broker/records/build-batch.ts'
import { buildEndTransactionMarker } from '../../../broker/records/control-records.ts'
import type { TemporaryFolder } from '../temporary-folder.ts'

export interface WrittenPartition {
  readonly log: PartitionLog
  /** The log directory, and the folder of `orders-0` in it. */
  readonly root: string
  readonly directory: string
  /** The first segment. */
  readonly file: string
  append(values: readonly string[], options?: BatchOptions): void
  endTransaction(producerId: bigint, result: 'commit' | 'abort'): void
  /** Brings all of it to the disk. */
  close(): Promise<void>
}

/** When the first record was written; each later one is a second younger. */
export const firstTimestamp = 1_700_000_000_000n

/** The partition `orders-0` as the broker writes it, on a real disk. */
export async function writtenPartition(
  folder: TemporaryFolder,
  config: Partial<LogConfig> = {},
): Promise<WrittenPartition> {
  const directory = folder.join('orders-0')
  await mkdir(directory)
  const log = await PartitionLog.open({
    directory,
    topicId: 'xBnNNBwbRFyp6XX5LFsikA',
    isClean: true,
    config: { ...defaultLogConfig, ...config },
    environment: nodeEnvironment(),
  })
  let count = 0n
  return {
    log,
    root: folder.path,
    directory,
    file: join(directory, '00000000000000000000.log'),
    append: (values, options = {}) => {
      const records = values.map((value) => ({
        key: Buffer.from(`key-${count % 7n}`),
        value: Buffer.from(value),
        timestamp: firstTimestamp + 1000n * count++,
      }))
      log.append(buildBatch(records, options), { leaderEpoch: 3 })
    },
    endTransaction: (producerId, result) => {
      const timestamp = firstTimestamp + 1000n * count
      log.append(buildEndTransactionMarker({ producerId, producerEpoch: 0, result, coordinatorEpoch: 1, timestamp }), {
        leaderEpoch: 3,
        origin: 'coordinator',
      })
    },
    close: () => log.close(),
  }
}

/** Turns over the bits of one byte of a file. */
export async function damageByte(path: string, position: number): Promise<void> {
  const before = (await readFile(path))[position] ?? 0
  await using file = await open(path, 'r+')
  await file.write(Buffer.from([before ^ 0xff]), 0, 1, position)
}
