import { defaultLogConfig, type LogConfig } from '../../broker/log/log-config.ts'
import type { AppendResult } from '../../broker/log/log-results.ts'
import { PartitionLog, type PartitionLogOptions } from '../../broker/log/partition-log.ts'
import { batchesIn } from '../../broker/records/batches.ts'
import { buildBatch, type BatchOptions } from '../../broker/records/build-batch.ts'
import type { RecordInput, RecordView } from '../../broker/records/record.ts'
import { recordsIn } from '../../broker/records/records-in.ts'
import { memoryEnvironment, type MemoryEnvironment } from './memory-environment.ts'

export interface TestLog {
  readonly log: PartitionLog
  readonly environment: MemoryEnvironment
  readonly directory: string
  /** Appends one batch with these values; keys are given as `key=value`. */
  append(values: readonly string[], options?: BatchOptions & { readonly timestamp?: bigint }): AppendResult
  /** All records from `offset` to the end, as `offset:key=value` or `offset:value`. */
  contents(offset?: bigint): string[]
  /** Closes in order and opens again. */
  restart(): Promise<TestLog>
  /** Opens again without having closed. */
  reopen(options?: Partial<PartitionLogOptions>): Promise<TestLog>
  file(name: string): Buffer
  files(): string[]
}

export const testDirectory = '/data/orders-0'

/** A log in memory. `config` changes Kafka's defaults. */
export async function testLog(
  config: Partial<LogConfig> = {},
  options: Partial<PartitionLogOptions> & { readonly environment?: MemoryEnvironment } = {},
): Promise<TestLog> {
  const environment = options.environment ?? memoryEnvironment()
  const log = await PartitionLog.open({
    directory: testDirectory,
    topicId: 'xBnNNBwbRFyp6XX5LFsikA',
    isClean: true,
    config: { ...defaultLogConfig, ...config },
    ...options,
    environment,
  })
  return {
    log,
    environment,
    directory: testDirectory,
    append: (values, { timestamp = BigInt(environment.clock.now()), ...batch } = {}) =>
      log.append(
        buildBatch(
          values.map((text) => record(text, timestamp)),
          batch,
        ),
        { leaderEpoch: 0 },
      ),
    contents: (offset = log.logStartOffset) => readAll(log, offset).map(show),
    restart: async () => {
      await log.close()
      return testLog(config, { ...options, environment, isClean: true, recoveryPoint: log.recoveryPoint })
    },
    reopen: (changes = {}) => testLog(config, { ...options, isClean: false, ...changes, environment }),
    file: (name) => Buffer.from(environment.disk.readFile(`${testDirectory}/${name}`)),
    files: () => environment.disk.list(testDirectory).map(({ name }) => name),
  }
}

export function record(text: string, timestamp: bigint): RecordInput {
  const [key, value] = text.includes('=') ? text.split('=') : [null, text]
  return {
    key: key === null || key === undefined ? null : Buffer.from(key),
    value: value === undefined ? null : Buffer.from(value),
    timestamp,
  }
}

export function show({ offset, key, value }: RecordView): string {
  const text = value === null ? '∅' : Buffer.from(value).toString()
  return key === null ? `${offset}:${text}` : `${offset}:${Buffer.from(key).toString()}=${text}`
}

/** Every record from `offset` to the end, by as many reads as it takes. */
export function readAll(log: PartitionLog, offset = log.logStartOffset, maxBytes = 64 * 1024): RecordView[] {
  const found: RecordView[] = []
  let next = offset
  while (next < log.logEndOffset) {
    const { records } = log.read(next, { maxBytes, minOneBatch: true })
    if (records.length === 0) break
    for (const batch of batchesIn(records)) {
      if (!batch.isControl) found.push(...[...recordsIn(batch)].filter((one) => one.offset >= offset))
      next = batch.nextOffset
    }
  }
  return found
}
