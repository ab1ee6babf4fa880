import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { TransactionSimulation, type LoggedTransaction } from '../../support/transactions/transaction-simulation.ts'

/** Mostly one of them is at work. */
const client = fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 2)
const isAnswerLost = fc.constantFrom(false, false, false, true)

const initAction = fc.record({ kind: fc.constant('init' as const), client, goesOn: fc.boolean(), isAnswerLost })
const addAction = fc.record({
  kind: fc.constant('add' as const),
  client,
  topic: fc.constantFrom('t', 'u'),
  partition: fc.nat({ max: 2 }),
})
const endAction = fc.record({
  kind: fc.constant('end' as const),
  client,
  outcome: fc.constantFrom('commit' as const, 'commit' as const, 'abort' as const),
  isAnswerLost,
})
const timeAction = fc.record({ kind: fc.constant('advance' as const), ms: fc.constantFrom(1, 5_000, 10_000, 60_000) })
/** What refuses is well again after a while, or the stories would be short. */
const diskAction = fc.record({
  kind: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('refuse-writes', 'refuse-next-but-one', 'refuse-t', 'restart') },
    { weight: 5, arbitrary: fc.constantFrom('allow-writes', 'allow-t') },
  ),
})

const action = fc.oneof(
  { weight: 2, arbitrary: initAction },
  { weight: 5, arbitrary: addAction },
  { weight: 4, arbitrary: endAction },
  { weight: 1, arbitrary: timeAction },
  { weight: 2, arbitrary: diskAction },
)

const story = fc.record({
  serverVersion: fc.constantFrom(0 as const, 1 as const, 2 as const),
  /** Near the end of the epochs, producer ids change as well. */
  firstEpoch: fc.constantFrom(0, 32_760, 32_765, 32_766),
  actions: fc.array(action, { minLength: 1, maxLength: 80, size: 'max' }),
})

type Story = typeof story extends fc.Arbitrary<infer S> ? S : never
type Action = Story['actions'][number]

async function perform(simulation: TransactionSimulation, act: Action): Promise<void> {
  const { storage } = simulation
  if (act.kind === 'init') await simulation.init(act)
  else if (act.kind === 'add') simulation.add(act)
  else if (act.kind === 'end') await simulation.end(act)
  else if (act.kind === 'advance') simulation.clock.advance(act.ms)
  else if (act.kind === 'restart') simulation.restart()
  else if (act.kind === 'refuse-writes') storage.writesLeft = 0
  else if (act.kind === 'refuse-next-but-one') storage.writesLeft = 1
  else if (act.kind === 'allow-writes') storage.writesLeft = Number.POSITIVE_INFINITY
  else if (act.kind === 'refuse-t') storage.refusingTopics.add('t')
  else storage.refusingTopics.delete('t')
  await new Promise((resolve) => void setImmediate(resolve))
}

async function play({ serverVersion, firstEpoch, actions }: Story): Promise<TransactionSimulation> {
  const simulation = new TransactionSimulation(serverVersion, firstEpoch)
  await simulation.init({ client: 0, goesOn: false, isAnswerLost: false })
  for (const act of actions) await perform(simulation, act)
  return simulation
}

const allowedBefore: Record<string, readonly string[]> = {
  Empty: ['Empty', 'CompleteCommit', 'CompleteAbort'],
  Ongoing: ['Ongoing', 'Empty', 'CompleteCommit', 'CompleteAbort'],
  PrepareCommit: ['Ongoing'],
  PrepareAbort: ['Ongoing', 'Empty', 'CompleteCommit', 'CompleteAbort'],
  CompleteCommit: ['PrepareCommit'],
  CompleteAbort: ['PrepareAbort'],
}

/** A producer id or an epoch that was left behind never comes back. */
function checkStep(before: LoggedTransaction, after: LoggedTransaction): void {
  expect(allowedBefore[after.state]).toContain(before.state)
  if (after.producerId === before.producerId) {
    expect(after.producerEpoch).toBeGreaterThanOrEqual(before.producerEpoch)
  } else {
    expect(after.producerId).toBeGreaterThan(before.producerId)
    expect(after.producerEpoch).toBe(0)
  }
}

test('whatever clients, time and the disk do, the log goes only ways that Kafka knows', async () => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(story, async (told) => {
      const { logged } = await play(told)
      for (const [at, after] of logged.entries()) {
        seen.add(after.state)
        const before = logged[at - 1]
        if (before !== undefined) checkStep(before, after)
      }
    }),
    { numRuns: 400 },
  )
  expect([...seen].sort()).toEqual(Object.keys(allowedBefore).sort())
})

test('every partition of a transaction gets the marker that was decided, before the transaction counts as complete', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (told) => {
      const { steps } = await play(told)
      for (const { prepared, markers, isCompleted } of steps) {
        const wanted = new Set(prepared.partitions)
        const outcome = prepared.state === 'PrepareCommit' ? 'commit' : 'abort'
        for (const marker of markers) {
          expect(marker).toMatchObject({
            outcome,
            producerId: prepared.producerId,
            producerEpoch: prepared.producerEpoch,
          })
          expect(prepared.partitions).toContain(`${marker.topic}-${marker.partition}`)
          wanted.delete(`${marker.topic}-${marker.partition}`)
        }
        if (isCompleted) expect([...wanted]).toEqual([])
      }
    }),
    { numRuns: 400 },
  )
})

test('what a client was told is committed is committed, all of it, and nothing of it is aborted', async () => {
  let told = 0
  await fc.assert(
    fc.asyncProperty(story, async (script) => {
      const simulation = await play(script)
      for (const { producerId, producerEpoch, partitions, version } of simulation.told) {
        told += 1
        const ends = simulation.steps
          .map(({ prepared }) => prepared)
          .filter((prepared) => prepared.producerId === producerId && prepared.producerEpoch === producerEpoch)
        const committed = { state: 'PrepareCommit', producerId, producerEpoch, partitions }
        // Only from version 2 on has each end an epoch of its own.
        if (version === 2) expect(ends).toEqual([committed])
        else expect(ends).toContainEqual(committed)
      }
    }),
    { numRuns: 400 },
  )
  expect(told).toBeGreaterThan(50)
})

test('what a restart finds is what was there', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (told) => {
      const simulation = await play(told)
      simulation.heal()
      const before = simulation.described()
      simulation.restart()
      expect(simulation.described()).toEqual(before)
    }),
    { numRuns: 400 },
  )
})

test('nothing stays open: once the disk is well and time passes, every transaction ends and the id can be taken over', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (told) => {
      const simulation = await play(told)
      simulation.heal()
      for (let turn = 0; turn < 8; turn++) await perform(simulation, { kind: 'advance', ms: 10_000 })
      const [described] = simulation.described()
      const isOpen = described?.error === null && !/^(Empty|Complete)/.test(described.state)
      expect(isOpen).toBe(false)
      expect(await simulation.init({ client: 0, goesOn: false, isAnswerLost: false })).toBeNull()
    }),
    { numRuns: 400 },
  )
})
