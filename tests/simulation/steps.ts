import type { Random } from '../../broker/environment/random.ts'
import { configChanges } from './topic-configs.ts'

/**
 * What may happen to a broker. Steps name topics, producers and groups by small numbers and mean "if there is one", so that a history
 * from which steps were taken away is a history still.
 */
export type Step =
  | { readonly kind: 'create'; readonly topic: number; readonly partitions: number }
  | { readonly kind: 'delete'; readonly topic: number }
  | {
      readonly kind: 'append'
      readonly topic: number
      readonly partition: number
      /** 0 for none. */
      readonly producer: number
      readonly records: number
      readonly bytes: number
      readonly key: number
    }
  | { readonly kind: 'retry'; readonly topic: number; readonly partition: number; readonly producer: number }
  | {
      readonly kind: 'read' | 'roll' | 'flush' | 'deleteRecords'
      readonly topic: number
      readonly partition: number
      /** Where, in hundredths of the log. */
      readonly share: number
    }
  | {
      readonly kind: 'transactionalAppend'
      readonly topic: number
      readonly partition: number
      readonly producer: number
      readonly records: number
      readonly bytes: number
      readonly key: number
    }
  | { readonly kind: 'transactionalCommit'; readonly producer: number }
  | { readonly kind: 'endTransaction'; readonly producer: number; readonly outcome: 'commit' | 'abort' }
  /** `change`: which of `configChanges`. */
  | { readonly kind: 'configure'; readonly topic: number; readonly change: number }
  | { readonly kind: 'commit'; readonly group: number }
  /** `settles`: whatever was begun comes to its end before the next step; otherwise the next steps run in between. */
  | { readonly kind: 'upkeep'; readonly afterMs: number; readonly settles: boolean }
  | { readonly kind: 'jumpClock'; readonly byMs: number }
  | { readonly kind: 'stop' }
  /**
   * The process dies before the disk operation of that number from now, or in the middle of it where it is a write; and the next one, unless
   * `again` is -1, at the operation of that number.
   */
  | {
      readonly kind: 'kill' | 'powerCut'
      readonly atOperation: number
      readonly tears: boolean
      readonly again: number
    }
  | { readonly kind: 'failSync'; readonly count: number }
  | { readonly kind: 'fillDisk'; readonly afterBytes: number }
  | { readonly kind: 'freeDisk' }

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

export interface StepOptions {
  readonly count: number
  /** Whether the process may be killed, the power cut and the disk fail, or everything goes well. */
  readonly hasFaults: boolean
}

/** A random history that is the same for the same chance. It begins with topics, for without them there is little to do. */
export function randomSteps(random: Random, { count, hasFaults }: StepOptions): Step[] {
  const first: Step[] = [0, 1].map(() => ({ kind: 'create', topic: random.integer(4), partitions: 1 }))
  return [...first, ...Array.from({ length: count }, () => randomStep(random, hasFaults))]
}

function randomStep(random: Random, hasFaults: boolean): Step {
  const chance = random.integer(100)
  if (chance < 35) return dataStep(random)
  if (chance < 49) return transactionStep(random)
  if (chance < 53) return { kind: 'configure', topic: random.integer(4), change: random.integer(configChanges.length) }
  if (chance < 57) return { kind: 'commit', group: random.integer(2) }
  if (chance < 62) return { kind: 'create', topic: random.integer(4), partitions: 1 + random.integer(2) }
  if (chance < 65) return { kind: 'delete', topic: random.integer(4) }
  if (chance < 76) return { kind: 'upkeep', afterMs: oneOf(random, waits), settles: random.integer(2) === 0 }
  if (chance < 79) return { kind: 'jumpClock', byMs: oneOf(random, jumps) }
  if (chance < 85 || !hasFaults) return { kind: 'stop' }
  return fault(random)
}

const waits = [0, 1000, 16_000, minuteMs, 2 * minuteMs, 6 * minuteMs]
const jumps = [-dayMs, -hourMs, -minuteMs, minuteMs, hourMs, dayMs, 8 * dayMs]

function dataStep(random: Random): Step {
  const place = { topic: random.integer(4), partition: random.integer(2) }
  const chance = random.integer(20)
  if (chance < 11) {
    return {
      kind: 'append',
      ...place,
      producer: random.integer(3),
      records: 1 + random.integer(3),
      bytes: random.integer(120),
      key: random.integer(4),
    }
  }
  if (chance < 13) return { kind: 'retry', ...place, producer: 1 + random.integer(2) }
  const share = random.integer(101)
  if (chance < 15) return { kind: 'read', ...place, share }
  if (chance < 17) return { kind: 'roll', ...place, share }
  if (chance < 19) return { kind: 'flush', ...place, share }
  return { kind: 'deleteRecords', ...place, share }
}

function transactionStep(random: Random): Step {
  const producer = random.integer(2)
  const chance = random.integer(14)
  if (chance < 5) return { kind: 'endTransaction', producer, outcome: random.integer(3) === 0 ? 'abort' : 'commit' }
  if (chance < 7) return { kind: 'transactionalCommit', producer }
  return {
    kind: 'transactionalAppend',
    topic: random.integer(4),
    partition: random.integer(2),
    producer,
    records: 1 + random.integer(2),
    bytes: random.integer(120),
    key: random.integer(4),
  }
}

function fault(random: Random): Step {
  const chance = random.integer(12)
  const death = {
    atOperation: random.integer(40),
    tears: random.integer(2) === 0,
    again: Math.max(random.integer(80) - 40, -1),
  }
  if (chance < 5) return { kind: 'kill', ...death }
  if (chance < 8) return { kind: 'powerCut', ...death }
  if (chance < 9) return { kind: 'failSync', count: 1 + random.integer(2) }
  if (chance < 11) return { kind: 'fillDisk', afterBytes: random.integer(600) }
  return { kind: 'freeDisk' }
}

function oneOf(random: Random, values: readonly number[]): number {
  return values[random.integer(values.length)] ?? 0
}
