import { ByteReader } from '../../broker/bytes/byte-reader.ts'
import { MalformedBytesError } from '../../broker/bytes/malformed-bytes-error.ts'
import { handlers } from '../../broker/handlers/registry.ts'
import { batchesIn } from '../../broker/records/batches.ts'
import { CorruptBatchError, InvalidRecordError, UnsupportedBatchError } from '../../broker/records/record-errors.ts'
import { recordsIn } from '../../broker/records/records-in.ts'
import { encodeMessage, readMessage } from '../../broker/schema/message.ts'
import { UnwritableValueError } from '../../broker/schema/unwritable-value-error.ts'
import { zeroUuid } from '../../broker/bytes/uuid.ts'
import { batchOf } from '../support/kafka-requests.ts'
import { Chance } from './chance.ts'
import { mutate } from './mutate.ts'
import { randomStruct } from './random-message.ts'

/** One input for a parser: it either reads it, or refuses it by an error of the kinds that it promises. */
type Target = (chance: Chance) => void

const VOCABULARY = { words: ['topic', 'group', ''], topicIds: [zeroUuid], batches: [batchOf(['one', 'two'])] }
const COMPRESSIONS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const

export const TARGETS = {
  /** Bodies of requests and responses of every API and version. */
  messages: (chance) => {
    const { api } = chance.pick(handlers)
    const message = chance.oneIn(2) ? api.request : api.response
    const { min, max } = message.validVersions
    const version = min + chance.below(max - min + 1)
    const bytes = encoded(() =>
      encodeMessage(message, version, randomStruct(message.fields, version, { chance, vocabulary: VOCABULARY })),
    )
    if (bytes !== undefined) readMessage(message, version, new ByteReader(mutate(bytes, chance), 1_000_000))
  },
  /** Record batches, as they come from the network and from files. */
  records: (chance) => {
    const values = Array.from({ length: 1 + chance.below(4) }, (_, index) =>
      `value ${index}`.repeat(1 + chance.below(9)),
    )
    const whole = batchOf(values, { codec: chance.pick(COMPRESSIONS) })
    for (const batch of batchesIn(mutate(whole, chance))) for (const record of recordsIn(batch)) void record.value
  },
} as const satisfies Record<string, Target>

export type TargetName = keyof typeof TARGETS

function encoded(encode: () => Buffer): Buffer | undefined {
  try {
    return encode()
  } catch (error) {
    if (error instanceof UnwritableValueError) return undefined
    throw error
  }
}

/** Feeds a parser damaged bytes. @throws the first error of a kind that is not promised, with the seed that leads to it */
export function fuzzParser(name: TargetName, { seed, count }: { readonly seed: number; readonly count: number }): void {
  for (let index = 0; index < count; index++) {
    try {
      TARGETS[name](new Chance(seed + index))
    } catch (error) {
      if (isPromised(error)) continue
      throw new Error(`${name} with seed ${seed + index}: ${String(error)}`, { cause: error })
    }
  }
}

function isPromised(error: unknown): boolean {
  return [MalformedBytesError, CorruptBatchError, InvalidRecordError, UnsupportedBatchError].some(
    (kind) => error instanceof kind,
  )
}
