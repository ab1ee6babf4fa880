import type { AppendResult } from '../../broker/log/log-results.ts'
import { OutOfOrderSequenceError } from '../../broker/log/log-errors.ts'
import { buildBatch, type BatchOptions } from '../../broker/records/build-batch.ts'
import { codecs } from '../../broker/records/codec.ts'
import type { RecordInput } from '../../broker/records/record.ts'
import { SimulationFailure, type ModelProducer, type PartitionModel, type SentRecord } from './partition-model.ts'
import { topicNames } from './topic-configs.ts'
import type { Simulation } from './simulation.ts'
import type { Step } from './steps.ts'

/** Does one step, starts the broker anew when it does not survive it, and checks what can be checked. */
export async function takeStep(simulation: Simulation, step: Step, index: number): Promise<void> {
  await act(simulation, step, index)
  if (simulation.machine.isDead) await simulation.restart()
}

async function act(simulation: Simulation, step: Step, index: number): Promise<void> {
  const { machine } = simulation
  switch (step.kind) {
    case 'create':
      return simulation.topics.create(simulation, nameOf(step.topic), step.partitions)
    case 'delete':
      return simulation.topics.delete(simulation, nameOf(step.topic))
    case 'commit':
      return simulation.groups.commit(simulation, `group-${step.group}`)
    case 'configure':
      return simulation.topics.configure(simulation, nameOf(step.topic), step.change)
    case 'transactionalCommit':
      return simulation.transactions.commitOffset(simulation, step.producer)
    case 'endTransaction':
      return simulation.transactions.end(simulation, step.producer, step.outcome)
    case 'upkeep':
      return upkeep(simulation, step)
    case 'jumpClock':
      if (Math.abs(step.byMs) > 3_600_000) simulation.mayProducersExpire = true
      return machine.clock.jumpTo(machine.clock.now() + step.byMs)
    case 'stop':
      return simulation.stopAndStart()
    case 'kill':
    case 'powerCut':
      machine.dieAt({ atOperation: step.atOperation, tears: step.tears, cutsPower: step.kind === 'powerCut' })
      if (step.again >= 0) simulation.plan({ atOperation: step.again, tears: step.tears, cutsPower: false })
      return
    case 'failSync':
      return machine.failSyncs(step.count)
    case 'fillDisk':
      return machine.fillAfter(step.afterBytes)
    case 'freeDisk':
      return machine.free()
    default:
      return actOnPartition(simulation, step, index)
  }
}

type AppendStep = Extract<Step, { readonly kind: 'append' | 'transactionalAppend' }>
type PartitionStep = Extract<Step, { readonly partition: number }>

async function actOnPartition(simulation: Simulation, step: PartitionStep, index: number): Promise<void> {
  const model = simulation.topics.get(nameOf(step.topic), step.partition)
  if (model === undefined) return
  if (simulation.logOf(model) === undefined) {
    if (!simulation.machine.hasFailed) throw new SimulationFailure(`${model.name} has no log`)
    return
  }
  if (step.kind === 'append') return append(simulation, model, { step, index })
  if (step.kind === 'transactionalAppend') {
    const inputs = inputsOf(simulation, model, { step, index })
    return simulation.transactions.write(simulation, step.producer, { model, inputs, sent: inputs.map(sentRecord) })
  }
  if (step.kind === 'retry') {
    const producer = model.producers.get(step.producer)
    if (producer?.last) await retry(simulation, model, { id: step.producer, producer })
    return
  }
  await tend(simulation, model, step)
}

/** Reads, and what is done to a log beside appending. */
async function tend(
  simulation: Simulation,
  model: PartitionModel,
  step: Extract<PartitionStep, { readonly share: number }>,
): Promise<void> {
  const log = simulation.logOf(model)
  if (log === undefined) return
  await simulation.attempt(async () => {
    if (step.kind === 'read') model.check(log)
    else if (step.kind === 'roll') log.roll()
    else if (step.kind === 'flush') {
      const end = log.logEndOffset
      await log.flush()
      if (!simulation.machine.isDead) model.durableEnd = end > model.durableEnd ? end : model.durableEnd
    } else {
      const before = log.logStartOffset + ((log.logEndOffset - log.logStartOffset) * BigInt(step.share)) / 100n
      if (before > model.latestStart) model.latestStart = before
      log.deleteRecordsBefore(before)
      if (log.logStartOffset < before) throw new SimulationFailure(`${model.name} does not start at ${before}`)
    }
  })
}

async function append(
  simulation: Simulation,
  model: PartitionModel,
  { step, index }: { readonly step: Extract<Step, { readonly kind: 'append' }>; readonly index: number },
): Promise<void> {
  const producer = step.producer === 0 ? null : producerOf(model, step.producer)
  // A producer that has got no answer asks again before it goes on.
  if (producer?.last?.firstOffset === null && !(await retry(simulation, model, { id: step.producer, producer }))) return
  const records = inputsOf(simulation, model, { step, index })
  const sent = records.map(sentRecord)
  if (producer !== null) {
    producer.last = { records: sent, baseSequence: producer.nextSequence, firstOffset: null, inputs: records }
  }
  await send(simulation, model, { inputs: records, sent, id: step.producer, producer })
}

function inputsOf(
  { machine }: Simulation,
  { isCompacted }: PartitionModel,
  { step, index }: { readonly step: AppendStep; readonly index: number },
): RecordInput[] {
  const timestamp = BigInt(machine.clock.now())
  return Array.from({ length: step.records }, (_, at) =>
    recordOf({ key: isCompacted ? `k${(step.key + at) % 5}` : null, at: `${index}.${at}`, bytes: step.bytes }),
  ).map((record) => ({ ...record, timestamp }))
}

/** Far from those that the broker gives to transactional producers. */
const idempotentIds = 1_000_000n

interface Sending {
  readonly inputs: readonly RecordInput[]
  readonly sent: readonly SentRecord[]
  readonly id: number
  readonly producer: ModelProducer | null
}

/** Appends, waits for the fsync where the topic asks for one, and notes what the client may rely on. */
async function send(simulation: Simulation, model: PartitionModel, sending: Sending): Promise<boolean> {
  const log = simulation.logOf(model)
  const partition = log && simulation.broker.partitions.get(log.topic, log.partition)
  if (log === undefined || partition === undefined) return false
  const { inputs, sent, id, producer } = sending
  const expected = log.logEndOffset
  // Of all codecs, and the same when it is sent once more.
  const codec = codecs[(sent[0]?.text.length ?? 0) % codecs.length] ?? 'none'
  const options: BatchOptions =
    producer === null
      ? { codec }
      : {
          codec,
          producerId: idempotentIds + BigInt(id),
          producerEpoch: producer.epoch,
          baseSequence: producer.last?.baseSequence ?? 0,
        }
  let result: AppendResult | null = null
  try {
    result = partition.append(buildBatch(inputs, options), 'client')
    if (log.config.flushMessages === 1 && !result.isDuplicate && !result.isFlushDue) {
      throw new SimulationFailure(`${model.name} asks for no fsync`)
    }
    if (result.isFlushDue) await log.flush()
  } catch (error) {
    if (simulation.machine.isDead) model.doubt(expected, sent)
    else if (error instanceof OutOfOrderSequenceError && producer?.mayHaveGap === true) beginAnew(producer)
    else {
      simulation.requireKafkaStorageError(error)
      if (result !== null) model.doubt(expected, sent)
    }
    return false
  }
  if (simulation.machine.isDead) {
    if (!result.isDuplicate) model.doubt(expected, sent)
    return false
  }
  if (!result.isDuplicate) model.acknowledge(result.firstOffset, sent)
  if (result.isFlushDue && model.durableEnd < result.lastOffset + 1n) model.durableEnd = result.lastOffset + 1n
  if (producer?.last) {
    producer.last.firstOffset = result.firstOffset
    producer.nextSequence = producer.last.baseSequence + sent.length
    producer.mayHaveGap = false
  }
  return true
}

/** Sends a producer's last batch once more: it must not come in twice, whatever has happened since. */
async function retry(
  simulation: Simulation,
  model: PartitionModel,
  { id, producer }: { readonly id: number; readonly producer: ModelProducer },
): Promise<boolean> {
  const { last } = producer
  const log = simulation.logOf(model)
  if (last === null || log === undefined) return false
  const knownAt = [...model.records].find(([, record]) => record === last.records[0])?.[0] ?? null
  const isThere = knownAt !== null && knownAt >= log.logStartOffset
  // Whether a producer is known whose records are gone from the log is nobody's promise.
  if (knownAt !== null && (!isThere || simulation.mayProducersExpire || model.isCompacted)) return false
  const end = log.logEndOffset
  const isDone = await send(simulation, model, { inputs: last.inputs, sent: last.records, id, producer })
  if (isDone && isThere && (log.logEndOffset !== end || last.firstOffset !== knownAt)) {
    throw new SimulationFailure(`${model.name} took a batch at ${last.firstOffset} that it had at ${knownAt} already`)
  }
  return isDone
}

function beginAnew(producer: ModelProducer): void {
  producer.epoch += 1
  producer.nextSequence = 0
  producer.last = null
}

async function upkeep(simulation: Simulation, step: Extract<Step, { readonly kind: 'upkeep' }>): Promise<void> {
  const { machine, broker } = simulation
  for (const model of simulation.topics.partitions()) {
    const log = simulation.logOf(model)
    if (log === undefined) continue
    const { retentionBytes, retentionMs } = log.config
    // Retention may take all that is there.
    if (retentionBytes >= 0 || retentionMs >= 0) model.latestStart = log.logEndOffset
  }
  machine.clock.advance(step.afterMs)
  const done = simulation.attempt(() => broker.directory.upkeep())
  if (!step.settles) await Promise.resolve()
  else {
    await done
    await machine.settle()
  }
}

function producerOf(model: PartitionModel, id: number): ModelProducer {
  const known = model.producers.get(id)
  if (known !== undefined) return known
  const producer: ModelProducer = { epoch: 0, nextSequence: 0, last: null, mayHaveGap: false }
  model.producers.set(id, producer)
  return producer
}

function recordOf({ key, at, bytes }: { readonly key: string | null; readonly at: string; readonly bytes: number }) {
  const isTombstone = key !== null && bytes < 15
  return {
    key: key === null ? null : Buffer.from(key),
    value: isTombstone ? null : Buffer.from(at.padEnd(bytes, '.')),
  }
}

function sentRecord({ key, value, timestamp }: RecordInput): SentRecord {
  const part = (bytes: Uint8Array | null) => (bytes === null ? '∅' : Buffer.from(bytes).toString('latin1'))
  return {
    key: key === null ? null : Buffer.from(key).toString('latin1'),
    isTombstone: value === null,
    text: `${part(key)}=${part(value)}@${timestamp}`,
  }
}

function nameOf(topic: number): string {
  return topicNames[topic] ?? topicNames[0]
}
