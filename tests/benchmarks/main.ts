import { parseArgs } from 'node:util'
import { compare, type Benchmark } from './comparison.ts'
import { startUp } from './start-up.ts'
import { throughput } from './throughput.ts'

const BENCHMARKS: Readonly<Record<string, Benchmark>> = { start: startUp, throughput }

const USAGE = `npm run bench -- [${Object.keys(BENCHMARKS).join('|')}] [--pairs N]

Measures the built broker beside Apache Kafka on this machine, by turns, and prints medians and ratios. Linux only.
Build first: npm run build.
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { pairs: { type: 'string', default: '3' }, help: { type: 'boolean', default: false } },
})
const chosen = positionals.length === 0 ? Object.keys(BENCHMARKS) : positionals
const unknown = chosen.find((name) => !(name in BENCHMARKS))
const pairs = Number(values.pairs)
if (values.help || unknown !== undefined || !Number.isInteger(pairs) || pairs < 1) {
  process.stdout.write(unknown === undefined ? USAGE : `There is no benchmark "${unknown}".\n\n${USAGE}`)
  process.exitCode = values.help ? 0 : 1
} else {
  for (const name of chosen) {
    const benchmark = BENCHMARKS[name]
    if (benchmark) await compare(benchmark, pairs)
  }
}
