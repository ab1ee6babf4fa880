import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { fuzzParser, TARGETS, type TargetName } from './fuzz-parsers.ts'
import { fuzzWire, startFuzzedBroker } from './fuzz-wire.ts'

/** Where there is memory that looks like a disk, the broker does not wait for one: the disk is not what is tried here. */
const MEMORY_DISK = '/dev/shm'

const USAGE = `npm run fuzz -- wire|${Object.keys(TARGETS).join('|')} [--count N] [--seed N]

wire sends N random and damaged requests over real sockets to a broker, to its open listener and to one that asks for a
login, beside a client that does its work; the others
feed one parser N damaged inputs. The same seed makes the same inputs.
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
})
const [target = ''] = positionals
const options = { count: Number(values.count), seed: Number(values.seed) }

if (target === 'wire') await wire()
else if (Object.hasOwn(TARGETS, target)) fuzzParser(target as TargetName, options)
else {
  process.stderr.write(USAGE)
  process.exitCode = 2
}

async function wire(): Promise<void> {
  if (existsSync(MEMORY_DISK)) process.env.TMPDIR = MEMORY_DISK
  const started = performance.now()
  await using folder = await temporaryFolder('brokkr-fuzz-')
  await using broker = await startFuzzedBroker(folder.join('data'))
  const say = (line: string) => void process.stdout.write(`${line}\n`)
  const report = await fuzzWire(broker, { requests: options.count, seed: options.seed, onProgress: say })
  say(
    `${report.sent} requests in ${Math.round((performance.now() - started) / 1000)} s, ${report.answered} answers, ${report.closed} connections closed, ${report.waiting} left waiting`,
  )
  say(`the healthy client: ${report.healthyRounds} rounds, the longest ${report.longestRoundMs} ms`)
  say(`resident MiB: ${report.residentMib.join(', ')}`)
  for (const defect of report.defects) say(`DEFECT ${defect}`)
  process.exitCode = report.defects.length === 0 ? 0 : 1
}
