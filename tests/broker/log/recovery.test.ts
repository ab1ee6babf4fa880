import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LogOfflineError, LogStorageError } from '../../../broker/log/log-errors.ts'
import { CorruptBatchError } from '../../../broker/records/record-errors.ts'
import { memoryEnvironment } from '../../support/memory-environment.ts'
import { testDirectory, testLog, type TestLog } from '../../support/test-log.ts'

const small = { segmentBytes: 400, indexIntervalBytes: 100 }
const first = '00000000000000000000'

async function filled(count = 12): Promise<TestLog> {
  const log = await testLog(small)
  for (let index = 0; index < count; index++) log.append([`value ${index}`, `more ${index}`])
  return log
}

function write(log: TestLog, name: string, change: (bytes: Buffer) => Uint8Array): void {
  const path = `${testDirectory}/${name}`
  const { disk } = log.environment
  const bytes = change(Buffer.from(disk.readFile(path)))
  const file = disk.open(path, 'write')
  file.truncate(0)
  file.write(bytes, 0)
  file.close()
}

describe('a log after a crash', () => {
  it('holds everything that was appended when the process was killed', async () => {
    const before = await filled()
    const contents = before.contents()
    before.environment.disk.kill()
    const after = await before.reopen()
    expect(after.contents()).toEqual(contents)
    expect(after.log.segments()).toEqual(before.log.segments())
  })

  it('is cut at the last whole batch when the last one is torn', async () => {
    const before = await filled(3)
    const contents = before.contents()
    const size = before.log.sizeInBytes
    before.append(['torn'])
    write(before, `${first}.log`, (bytes) => bytes.subarray(0, bytes.length - 1))
    const after = await before.reopen()
    expect(after.contents()).toEqual(contents)
    expect(after.log.sizeInBytes).toBe(size)
    expect(after.append(['next'])).toMatchObject({ firstOffset: 6n })
  })

  it('is cut at the first batch that is not sound, and later segments go', async () => {
    const before = await filled()
    const contents = before.contents()
    // Within the second batch, behind its leader epoch, which no CRC covers.
    const position = 130
    write(before, `${first}.log`, (bytes) => {
      bytes.writeUInt8(bytes.readUInt8(position) ^ 1, position)
      return bytes
    })
    const after = await before.reopen()
    expect(after.log.segments()).toHaveLength(1)
    expect(after.contents()).toEqual(contents.slice(0, 2))
  })

  it('trusts nothing behind the recovery point, and everything before it', async () => {
    const before = await filled()
    await before.log.flush()
    const recoveryPoint = before.log.recoveryPoint
    write(before, `${first}.log`, (bytes) => {
      bytes.writeUInt8(bytes.readUInt8(100) ^ 1, 100)
      return bytes
    })
    const after = await before.reopen({ recoveryPoint })
    expect(after.log.logEndOffset).toBe(before.log.logEndOffset)
  })

  it('builds indexes again that are missing or lie', async () => {
    const before = await filled()
    await before.log.close()
    const index = before.file(`${first}.index`)
    expect(index.length).toBeGreaterThan(0)
    before.environment.disk.removeFile(`${testDirectory}/${first}.index`)
    const after = await before.reopen({ isClean: true })
    expect(after.file(`${first}.index`)).toEqual(index)
    write(after, `${first}.index`, (bytes) => bytes.fill(0x11))
    const again = await after.reopen({ isClean: true })
    expect(again.contents(1n)).toEqual(before.contents(1n))
  })

  it('reads everything although its indexes are full of rubbish after a clean stop', async () => {
    const before = await filled()
    const contents = before.contents()
    await before.log.close()
    const indexes = before.log.segments().flatMap(({ baseOffset }) => {
      const name = String(baseOffset).padStart(20, '0')
      return [`${name}.index`, `${name}.timeindex`]
    })
    expect(indexes.length).toBeGreaterThan(4)
    for (const rubbish of ['ff00', '7f', '0000000100000001ffffffff']) {
      for (const name of indexes) write(before, name, () => Buffer.alloc(96, rubbish, 'hex'))
      const after = await before.reopen({ isClean: true })
      expect(after.contents()).toEqual(contents)
      for (const [index] of contents.entries()) expect(after.contents(BigInt(index))).toEqual(contents.slice(index))
      expect(after.log.logEndOffset).toBe(before.log.logEndOffset)
      await after.log.close()
    }
  })

  it('is not fooled by a clean marker beside a torn batch and an index of zeros', async () => {
    const before = await filled(2)
    const contents = before.contents()
    before.append(['torn'])
    write(before, `${first}.log`, (bytes) => bytes.subarray(0, bytes.length - 5))
    write(before, `${first}.index`, () => Buffer.alloc(80_000))
    write(before, `${first}.timeindex`, () => Buffer.alloc(120_000))
    const after = await before.reopen({ isClean: true })
    expect(after.contents()).toEqual(contents)
    expect(after.append(['next'])).toMatchObject({ firstOffset: 4n })
    await after.log.close()
    expect(after.file(`${first}.index`)).toHaveLength(0)
    expect(after.file(`${first}.timeindex`)).toHaveLength(12)
  })

  it('refuses messages of magic 1 instead of cutting them', async () => {
    const before = await filled(1)
    write(before, `${first}.log`, (bytes) => {
      const old = Buffer.alloc(40)
      old.writeInt32BE(28, 8)
      old.writeInt8(1, 16)
      old.writeUInt32BE(crc32(old.subarray(16)), 12)
      return Buffer.concat([bytes, old])
    })
    await expect(before.reopen()).rejects.toThrow('format of before Kafka 0.11')
  })

  it('cuts a batch of whose header a power cut has left zeros, however much it looks like magic 0', async () => {
    const before = await filled(2)
    const contents = before.contents()
    const size = before.log.sizeInBytes
    before.append(['torn'])
    write(before, `${first}.log`, (bytes) => bytes.fill(0, size + 16, size + 40))
    expect((await before.reopen()).contents()).toEqual(contents)
  })

  it('starts anew at the log start when it ends before it', async () => {
    const before = await filled(2)
    const after = await before.reopen({ logStartOffset: 100n })
    expect(after.log.logStartOffset).toBe(100n)
    expect(after.log.logEndOffset).toBe(100n)
    expect(after.append(['a'])).toMatchObject({ firstOffset: 100n })
  })

  it('makes an unreadable epoch checkpoint anew, for Apache Kafka would not start on it', async () => {
    const before = await filled(1)
    await before.log.close()
    before.environment.disk.writeFile(`${before.directory}/leader-epoch-checkpoint`, Buffer.from('rubbish'))
    const after = await before.reopen({ isClean: true, recoveryPoint: 2n })
    expect(after.file('leader-epoch-checkpoint').toString()).toBe('0\n0\n')
  })

  it('remembers the epochs that the checkpoint had not got yet', async () => {
    const before = await filled(1)
    const after = await before.reopen()
    expect(after.log.latestEpoch).toBe(0)
    expect(after.log.endOffsetForEpoch(0)).toEqual({ leaderEpoch: 0, endOffset: 2n })
  })
})

describe('a failing disk', () => {
  it('that gives back rubbish is told from a log, and nothing hangs', async () => {
    for (const length of [-12, 0, -(2 ** 31), 2 ** 31 - 1]) {
      const log = await filled(3)
      write(log, `${first}.log`, (bytes) => {
        bytes.writeInt32BE(length, 8)
        return bytes
      })
      const read = () => log.log.read(0n, { maxBytes: 10_000, minOneBatch: true }).records.length
      expect(read).toThrow(CorruptBatchError)
    }
  })

  it('that is full takes nothing, and the log is as it was', async () => {
    const log = await filled(2)
    const contents = log.contents()
    log.environment.disk.fillAfter(20)
    expect(() => log.append(['too much'])).toThrow(LogStorageError)
    expect(log.contents()).toEqual(contents)
    log.environment.disk.fillAfter(Infinity)
    expect(log.append(['fits'])).toMatchObject({ firstOffset: 4n })
    expect((await log.reopen()).contents()).toEqual([...contents, '4:fits'])
  })

  it('that is full when a segment must begin says so as for any record, and goes on when there is room', async () => {
    const log = await filled(2)
    const contents = log.contents()
    log.environment.disk.fillAfter(0)
    expect(() => log.append(['x'.repeat(250)])).toThrow(LogStorageError)
    expect(log.contents()).toEqual(contents)
    log.environment.disk.fillAfter(Infinity)
    expect(log.append(['x'.repeat(250)])).toMatchObject({ firstOffset: 4n })
    expect(log.log.segments()).toHaveLength(2)
  })

  it('that fails to sync takes the log offline, for nobody knows what is on it', async () => {
    const log = await filled(2)
    log.environment.disk.failSyncs(1)
    await expect(log.log.flush()).rejects.toThrow(LogOfflineError)
    expect(() => log.append(['a'])).toThrow(LogOfflineError)
    expect(() => log.log.read(0n, { maxBytes: 100 })).toThrow('could not be synced')
    expect(log.log.recoveryPoint).toBe(0n)
  })
})

type Step = { readonly kind: 'append' | 'flush' | 'upkeep'; readonly count: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'flush' as const, count: 0 }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'upkeep' as const, count: 0 }) },
)

describe('whatever happens', () => {
  it('what was flushed is there once and in order after a power cut at any moment', async () => {
    const steps = fc.array(step, { maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 0, max: 120 }), fc.nat(), async (story, operations, seed) => {
        const environment = memoryEnvironment(seed)
        const log = await testLog(small, { environment })
        const { written, flushed } = await tellUntilPowerCut(log, story, operations)
        const { recoveryPoint } = log.log
        environment.disk.cutPower(environment.random)
        const after = await log.reopen({ recoveryPoint: environment.random.integer(2) === 0 ? 0n : recoveryPoint })
        const contents = after.contents()

        // Of what was not flushed any part may be there, also the batch that the cut came upon, although nobody was told so.
        const known = contents.filter((text) => written.includes(text))
        expect(known).toEqual(written.filter((text) => contents.includes(text)))
        expect(contents.slice(0, flushed)).toEqual(written.slice(0, flushed))
        expect(contents.length - known.length).toBeLessThanOrEqual(4)

        const { firstOffset } = after.append(['afterwards'])
        expect(firstOffset > offsetOf(contents.at(-1))).toBe(true)
        expect((await after.restart()).contents()).toEqual([...contents, `${firstOffset}:afterwards`])
      }),
      { numRuns: 300 },
    )
  })
})

/** What was appended, and how much of it a flush has vouched for, when the power fails at the `operations`th change of the disk. */
async function tellUntilPowerCut(log: TestLog, story: readonly Step[], operations: number) {
  const { disk } = log.environment
  const written: string[] = []
  let flushed = 0
  let left = operations
  disk.onOperation(() => {
    left -= 1
    if (left < 0) throw new PowerCut()
  })
  try {
    for (const [index, { kind, count }] of story.entries()) {
      if (kind === 'upkeep') await log.log.upkeep()?.catch(throwPowerCut)
      else if (kind === 'flush') {
        await log.log.flush().catch(throwPowerCut)
        flushed = written.length
      } else {
        const values = Array.from({ length: count }, (_, at) => `${index}.${at}`)
        const { firstOffset } = log.append(values)
        written.push(...values.map((value, at) => `${firstOffset + BigInt(at)}:${value}`))
      }
    }
  } catch (error) {
    if (!(error instanceof PowerCut)) throw error
  }
  disk.onOperation(() => {})
  return { written, flushed }
}

function offsetOf(text: string | undefined): bigint {
  return BigInt(/^\d+/.exec(text ?? '')?.[0] ?? -1)
}

class PowerCut extends Error {}

/** A flush says what it failed of in words of its own. */
function throwPowerCut(): never {
  throw new PowerCut()
}
