import { createHash } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import type { Disk } from '../../broker/environment/disk.ts'
import { StartFailure } from '../../broker/startup/start-failure.ts'
import { batchOf, createTopic, produceTo, readAll } from '../support/kafka-requests.ts'
import { memoryEnvironment, type MemoryEnvironment } from '../support/memory-environment.ts'
import { startBroker, type StartOptions } from '../support/start-broker.ts'

vi.setConfig({ testTimeout: 120_000 })

const data = '/data'
const segments = ['00000000000000000000', '00000000000000000003', '00000000000000000006'] as const

/** A machine on which a broker has lived: `orders-0` has three segments of three records. */
async function usedMachine(how: 'stopped' | 'killed'): Promise<MemoryEnvironment> {
  const environment = memoryEnvironment()
  const broker = await startBroker({ data, environment })
  await using client = await broker.connect()
  await createTopic(client, 'orders', { configs: { 'segment.bytes': '1048576' } })
  const value = 'x'.repeat(300_000)
  for (let index = 0; index < 9; index++) {
    const name = `${index} ${value}`
    await produceTo(client, { topic: 'orders' }, batchOf([name], { timestamp: BigInt(environment.clock.now()) }))
  }
  if (how === 'killed') environment.disk.kill()
  // Stopping what has been killed ends its sockets, and fails at the first file.
  await broker.stop().catch(() => {})
  expect(environment.disk.list(`${data}/orders-0`).map(({ name }) => name)).toContain(`${segments[2]}.log`)
  return environment
}

function digestOf(disk: Disk, path = data): string {
  const hash = createHash('sha256')
  for (const { name, kind } of disk.list(path)) {
    const inside = `${path}/${name}`
    hash.update(`${name}\n`).update(kind === 'directory' ? digestOf(disk, inside) : disk.readFile(inside))
  }
  return hash.digest('hex')
}

/** What the user is told; nothing may have changed. */
async function refusal(environment: MemoryEnvironment, options: Partial<StartOptions> = {}): Promise<string> {
  const before = digestOf(environment.disk)
  const thrown: unknown = await startBroker({ data, environment, ...options }).then(
    async (broker) => {
      await broker.stop()
      return null
    },
    (error: unknown) => error,
  )
  expect(thrown).toBeInstanceOf(StartFailure)
  expect(digestOf(environment.disk)).toBe(before)
  return (thrown as StartFailure).message
}

function damage({ disk }: MemoryEnvironment, path: string, position: number): void {
  const bytes = Buffer.from(disk.readFile(path))
  bytes[position] = (bytes[position] ?? 0) ^ 0xff
  disk.writeFile(path, bytes)
}

describe.each(['stopped', 'killed'] as const)('a directory whose broker was %s', (how) => {
  test('is refused and left alone with a directory that is no partition', async () => {
    const machine = await usedMachine(how)
    machine.disk.makeDirectory(`${data}/holiday`)
    expect(await refusal(machine)).toContain(`${data}/holiday is not the directory of a partition`)
  })

  test('is refused and left alone when the cluster is to be another', async () => {
    const machine = await usedMachine(how)
    const message = await refusal(machine, { clusterId: 'mine' })
    expect(message).toMatch(/\/data\/meta\.properties: belongs to cluster \S+, not to mine\. Choose/)
  })

  test('is refused and left alone with the meta.properties of another node', async () => {
    const machine = await usedMachine(how)
    machine.disk.writeFile(`${data}/meta.properties`, Buffer.from('version=1\ncluster.id=x\nnode.id=7\n'))
    expect(await refusal(machine)).toContain(
      '/data/meta.properties: belongs to node 7, but node.id is 1. Set node.id=7, or choose another directory.',
    )
  })

  test('is refused and left alone when its metadata log is damaged in the middle', async () => {
    const machine = await usedMachine(how)
    const log = `${data}/__cluster_metadata-0/${segments[0]}.log`
    damage(machine, log, 600)
    expect(await refusal(machine)).toContain(`${log}: is damaged at byte`)
  })

  test('is refused and left alone when a file of it may not be read', async () => {
    const machine = await usedMachine(how)
    const log = `${data}/orders-0/${segments[2]}.log`
    const before = digestOf(machine.disk)
    machine.disk.deny(log)
    await expect(startBroker({ data, environment: machine })).rejects.toThrow(
      `${log} may not be read or written by this user. Change its permissions`,
    )
    machine.disk.allow(log)
    expect(digestOf(machine.disk)).toBe(before)
  })

  test.each([
    ['in a segment that others follow', segments[1], 400_000, 300],
    ['in the last segment, before other batches', segments[2], 400_000, 300],
  ])('is refused and left alone, and not cut, when it is damaged %s', async (_, segment, position, damagedAt) => {
    const machine = await usedMachine(how)
    machine.clock.advance(1000)
    const log = `${data}/orders-0/${segment}.log`
    damage(machine, log, position)
    const message = await refusal(machine)
    expect(message).toContain(`${log} is damaged at byte ${damagedAt}`)
    expect(message).toContain('Restore the file from a backup, or move it and the later segments')
    // A second try must not do what the first refused.
    expect(await refusal(machine)).toBe(message)
  })
})

test('damage after a power cut is cut, for it may be what was lost', async () => {
  const machine = await usedMachine('killed')
  machine.disk.cutPower(machine.random)
  const log = `${data}/orders-0/${segments[1]}.log`
  if (machine.disk.exists(log) && (machine.disk.status(log)?.size ?? 0) > 400_000) damage(machine, log, 400_000)
  const broker = await startBroker({ data, environment: machine })
  await broker.stop()
})

test('an index that lies costs nothing: every record is there', async () => {
  const machine = await usedMachine('stopped')
  for (const segment of segments) {
    machine.disk.writeFile(`${data}/orders-0/${segment}.index`, Buffer.from('000000020000000100000003000f0000', 'hex'))
  }
  await using broker = await startBroker({ data, environment: machine })
  await using client = await broker.connect()
  expect((await readAll(client, 'orders')).map((value) => Number(value.slice(0, 1)))).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7, 8,
  ])
})
