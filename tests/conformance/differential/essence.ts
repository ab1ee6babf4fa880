import { batchesIn } from '../../../broker/records/batches.ts'
import { recordsIn } from '../../../broker/records/records-in.ts'

/** Values that a cluster makes up, each with the name by which a story knows it. */
export type Names = Map<string, string>

const zeroUuid = 'AAAAAAAAAAAAAAAAAAAAAA'
const hour = 3_600_000n

/** Fields whose values say where a cluster runs and how it was started, never what it answers. */
const circumstances = new Set(['port', 'clusterId', 'totalBytes', 'usableBytes', 'finalizedFeaturesEpoch'])
const ids = new Set(['topicId', 'leaderDirectoryId', 'replicaDirectoryId'])

/** An answer with everything that is made up, or told by a clock, behind a name: equal answers are equal here. */
export function essenceOf(value: unknown, names: Names, field = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => essenceOf(each, names, field))
  if (value instanceof Uint8Array && field === 'records') return batchesOf(value, names)
  if (value instanceof Uint8Array) return `${value.byteLength} bytes ${Buffer.from(value).toString('hex')}`
  if (circumstances.has(field) && value !== null) return `<${field}>`
  if (typeof value === 'bigint') return numberOf(value, names, field)
  if (field === 'sessionId' && value !== 0) return names.get(String(value)) ?? value
  if (typeof value === 'string') return textOf(value, names, field)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, essenceOf(each, names, name)]))
}

/** Producer ids are small numbers that mean other things elsewhere. */
function numberOf(value: bigint, names: Names, field: string): string {
  if (field === 'producerId') return names.get(`producer ${value}`) ?? `${value}n`
  return (isNow(value) ? (names.get(String(value)) ?? '<now>') : null) ?? `${value}n`
}

/** Records as they are told apart by who reads them. */
function batchesOf(bytes: Uint8Array, names: Names): unknown {
  return [...batchesIn(bytes)].map((batch) => ({
    header: [
      batch.baseOffset,
      batch.lastOffset,
      batch.partitionLeaderEpoch,
      batch.attributes,
      batch.producerEpoch,
      batch.baseSequence,
    ].join(' '),
    producerId: numberOf(batch.producerId, names, 'producerId'),
    records: [...recordsIn(batch)].map(({ offset, timestamp, key, value }) =>
      [
        offset,
        numberOf(timestamp, names, ''),
        ...[key, value].map((each) => each && Buffer.from(each).toString('hex').slice(0, 100)),
      ].join(' '),
    ),
  }))
}

function isNow(value: bigint): boolean {
  const now = BigInt(Date.now())
  return value > now - hour && value < now + 200n * hour
}

const randomUuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

function textOf(value: string, names: Names, field: string): string {
  const known = names.get(value)
  if (known !== undefined) return known
  if (ids.has(field) && value !== zeroUuid) return '<some id>'
  let text = value.replaceAll(randomUuid, '<uuid>')
  for (const [made, name] of names) if (made.length > 12) text = text.replaceAll(made, name)
  return text
}
