import { SeededRandom } from '../../broker/environment/seeded-random.ts'
import { Simulation } from './simulation.ts'
import { randomSteps, type Step } from './steps.ts'
import { takeStep } from './take-step.ts'

export interface History {
  readonly seed: number
  readonly steps: readonly Step[]
}

/** What a run did; `failure` is null when every promise was kept. */
export interface Outcome {
  readonly failure: unknown
  /** Disk operations. */
  readonly operations: number
  readonly reports: readonly string[]
}

/** Up to 12 steps that follow from the seed, and in one of six histories a dozen more. */
export function historyOf(seed: number): History {
  const random = new SeededRandom(Math.imul(seed, 0x9e3779b1))
  const count = 2 + random.integer(9) + (random.integer(6) === 0 ? 12 : 0)
  return { seed, steps: randomSteps(random, { count, hasFaults: true }) }
}

/** A history without faults: `runHistory` puts one at the operation that it is told. */
export function calmHistoryOf(seed: number): History {
  const random = new SeededRandom(Math.imul(seed, 0x85ebca6b))
  return { seed, steps: randomSteps(random, { count: 6 + random.integer(4), hasFaults: false }) }
}

export interface RunOptions {
  /** Disk operation at which the first process dies: from its start, that is. */
  readonly diesAt?: number
  readonly tears?: boolean
  readonly cutsPower?: boolean
  /** Told of each disk operation. */
  readonly watch?: (operation: string) => void
}

/** Runs a history from an empty disk to a last clean stop and start. Never rejects. */
export async function runHistory({ seed, steps }: History, options: RunOptions = {}): Promise<Outcome> {
  const simulation = new Simulation(seed)
  const { machine } = simulation
  let failure: unknown = null
  try {
    if (options.watch !== undefined) machine.watch = options.watch
    if (options.diesAt !== undefined) {
      const { diesAt, tears = false, cutsPower = false } = options
      simulation.plan({ atOperation: diesAt, tears, cutsPower })
    }
    await simulation.restart()
    for (const [index, step] of steps.entries()) await takeStep(simulation, step, index)
    machine.free()
    // This stop may still be hit by what the history has planned; the one after it is an orderly one.
    if (!machine.isWell) await simulation.stopAndStart()
    await simulation.transactions.takeOver(simulation)
    await simulation.stopAndStart()
  } catch (error) {
    failure = error
  }
  return { failure, operations: machine.operations, reports: simulation.reports }
}

/** Takes steps away for as long as the history still fails in the same way: what is left are the steps that matter. */
export async function shortestFailing(
  history: History,
  options: RunOptions = {},
  isSame: (failure: unknown) => boolean = (failure) => failure !== null,
): Promise<History> {
  let steps = [...history.steps]
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < steps.length;) {
      const fewer = steps.toSpliced(at, size)
      const { failure } = await runHistory({ ...history, steps: fewer }, options)
      if (!isSame(failure)) at += size
      else steps = fewer
    }
  }
  return { ...history, steps }
}
