import { parseArgs } from 'node:util'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { measureApp } from './app.ts'
import { compare, type Benchmark } from './comparison.ts'
import { fullConsoleSize, measureConsole, quickConsoleSize } from './console.ts'
import { fullSearchSize, measureSearches, quickSearchSize } from './message-search.ts'
import { PreparedData } from './prepared-data.ts'
import { fullViewerSize, measureSegmentViewer, quickViewerSize } from './segment-viewer.ts'
import { startUp } from './start-up.ts'
import { fullSize, quickSize, storageBenchmarks } from './storage.ts'
import { fullWireSize, quickWireSize, wireBenchmarks } from './wire.ts'

/** What can be asked for by name; `data` are directories that measurements share. */
const SUITES: Readonly<Record<string, (data: PreparedData) => readonly Benchmark[]>> = {
  start: () => [startUp],
  storage: (data) => storageBenchmarks(data, values.quick ? quickSize : fullSize),
  wire: (data) => wireBenchmarks(data, values.quick ? quickWireSize : fullWireSize),
}

/** The console's back end and its screen, which have no Apache Kafka beside them to be compared with. */
const CONSOLE = 'console'
/** Its segment viewer. */
const SEGMENTS = 'segments'
/** The desktop app: start and memory. */
const APP = 'app'

const USAGE = `npm run bench -- [${[...Object.keys(SUITES), CONSOLE, SEGMENTS, APP].join('|')}] [--pairs N] [--quick] [--only TEXT] [--tail-seconds N]

Measures the built broker beside Apache Kafka on this machine, by turns, and prints medians and ratios. Linux only.
Build first: npm run build.

  --pairs N     how often each measurement is taken; 5 unless said otherwise, 1 with --quick
  --quick       storage, wire: a tenth of everything and less, to try it in a minute or two
  --only TEXT   only measurements whose name has this text, in whatever case
  --tail-seconds N   console: how long the live tail is watched; 600 unless said otherwise, 20 with --quick
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: 'string' },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    'tail-seconds': { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
const chosen = positionals.length === 0 ? [...Object.keys(SUITES), CONSOLE, SEGMENTS] : positionals
const unknown = chosen.find((name) => !(name in SUITES) && ![CONSOLE, SEGMENTS, APP].includes(name))
const consoleSize = values.quick ? quickConsoleSize : fullConsoleSize
const tailSeconds = Number(values['tail-seconds'] ?? consoleSize.tailSeconds)
const pairs = Number(values.pairs ?? (values.quick ? 1 : 5))
if (
  values.help ||
  unknown !== undefined ||
  ![pairs, tailSeconds].every((number) => Number.isInteger(number) && number > 0)
) {
  process.stdout.write(unknown === undefined ? USAGE : `There is no benchmark "${unknown}".\n\n${USAGE}`)
  process.exitCode = values.help ? 0 : 1
} else {
  await using folder = await temporaryFolder('brokkr-bench-data-')
  const data = new PreparedData(folder)
  const benchmarks = chosen.flatMap((name) => SUITES[name]?.(data) ?? [])
  const only = values.only.toLowerCase()
  for (const benchmark of benchmarks) if (benchmark.name.toLowerCase().includes(only)) await compare(benchmark, pairs)
  if (chosen.includes(CONSOLE)) {
    if ('searches'.includes(only)) await measureSearches(values.quick ? quickSearchSize : fullSearchSize)
    await measureConsole({ ...consoleSize, tailSeconds }, only)
  }
  if (chosen.includes(SEGMENTS)) await measureSegmentViewer(values.quick ? quickViewerSize : fullViewerSize)
  if (chosen.includes(APP)) await measureApp(pairs)
}
