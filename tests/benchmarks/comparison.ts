import { apacheKafka, brokkr, type Subject } from './subjects.ts'

/** One figure that a benchmark takes of each broker. */
export interface Figure {
  readonly name: string
  readonly unit: string
  readonly value: number
  /** Whether more is better (throughput) or less is (memory). */
  readonly better: 'more' | 'less'
}

export interface Benchmark {
  readonly name: string
  readonly measure: (subject: Subject) => Promise<readonly Figure[]>
}

/** Runs a benchmark on both brokers by turns, `pairs` times, and prints the medians and their ratio. */
export async function compare({ name, measure }: Benchmark, pairs: number): Promise<void> {
  const taken: { ours: Figure[][]; theirs: Figure[][] } = { ours: [], theirs: [] }
  for (let pair = 0; pair < pairs; pair++) {
    taken.ours.push([...(await measure(brokkr))])
    taken.theirs.push([...(await measure(apacheKafka))])
    process.stderr.write(`${name}: pair ${pair + 1} of ${pairs}\n`)
  }
  process.stdout.write(`\n${name} (medians of ${pairs} pairs)\n`)
  for (const [index, figure] of (taken.ours[0] ?? []).entries()) {
    const ours = median(taken.ours.map((run) => run[index]?.value ?? Number.NaN))
    const theirs = median(taken.theirs.map((run) => run[index]?.value ?? Number.NaN))
    process.stdout.write(`${line(figure, ours, theirs)}\n`)
  }
}

function line(figure: Figure, ours: number, theirs: number): string {
  const columns = [
    `  ${figure.name} (${figure.unit}, ${figure.better} is better)`.padEnd(66),
    `Brokkr ${ours.toPrecision(4)}`.padEnd(20),
    `Apache Kafka ${theirs.toPrecision(4)}`.padEnd(26),
    `ratio ${(ours / theirs).toFixed(3)}`,
  ]
  return columns.join('')
}

/** Between the two in the middle where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
